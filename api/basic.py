"""Name and password as programs send them that know nothing else: e-mail address and token.

The password of a person is never taken here: a program on a desk would keep it, and whoever finds
it there could log in to everything. A token can be ended alone.
"""

from werkzeug.datastructures import Authorization
from werkzeug.exceptions import Unauthorized

from api.attempts import begin_attempt
from api.reading import reading
from engine.persistence.directory import Person
from engine.runtime.access_tokens import TokenBearer, find_bearer

WRONG = (
    "The e-mail address and the token do not belong together, or the token's time is over. Type "
    "your personal token as the password."
)


def bearer_by_name(sent: Authorization) -> TokenBearer:
    """Return whose token was sent as a password; guessing is slowed down as at the log-in.

    The attempts are counted apart from those of the log-in page, so that nobody is kept out of it.

    Raises:
        Unauthorized: the token is unknown or over, or somebody else's.
        TooManyRequests: too many wrong ones came before.
    """
    email = (sent.username or "").strip().lower()
    attempt = begin_attempt(f"token of {email}")
    with reading() as work:
        bearer = find_bearer(work, (sent.password or "").strip())
        person = work.session.get(Person, bearer.person_id) if bearer else None
        is_own = person is not None and person.email == email
    if bearer is None or not is_own:
        raise Unauthorized(WRONG)
    attempt.succeed()
    return bearer
