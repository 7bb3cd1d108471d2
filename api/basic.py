"""Name and password as programs send them that know nothing else: e-mail address and token.

The password of a person is never taken here: a program on a desk would keep it, and whoever finds
it there could log in to everything. A token can be ended alone.
"""

from math import ceil

from werkzeug.datastructures import Authorization
from werkzeug.exceptions import TooManyRequests, Unauthorized

from api.reading import reading
from api.throttle import LogInThrottle
from engine.context import Engine
from engine.persistence.directory import Person
from engine.runtime.access_tokens import TokenBearer, find_bearer

WRONG = (
    "The e-mail address and the token do not belong together, or the token's time is over. Type "
    "your personal token as the password."
)


def bearer_by_name(engine: Engine, sent: Authorization, address: str) -> TokenBearer:
    """Return whose token was sent as a password; guessing is slowed down as at the log-in.

    The attempts are counted apart from those of the log-in page, so that nobody is kept out of it.

    Raises:
        Unauthorized: the token is unknown or over, or somebody else's.
        TooManyRequests: too many wrong ones came before.
    """
    email, throttle = (sent.username or "").strip().lower(), LogInThrottle(engine)
    subject = f"token of {email}"
    wait = throttle.begin_attempt(subject, address)
    if wait:
        seconds = ceil(wait.total_seconds())
        raise TooManyRequests(
            f"Too many attempts to log in. Wait {seconds} seconds, then try again.",
            retry_after=seconds,
        )
    with reading() as work:
        bearer = find_bearer(work, (sent.password or "").strip())
        person = work.session.get(Person, bearer.person_id) if bearer else None
        is_own = person is not None and person.email == email
    if bearer is None or not is_own:
        raise Unauthorized(WRONG)
    throttle.succeed(subject, address)
    return bearer
