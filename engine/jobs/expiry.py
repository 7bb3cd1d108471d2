"""Removes remembered requests that have served their time.

Browser sessions and log-in counters are cleared by their own stores, on the real clock: a
demonstration's moved clock must not log everybody out.
"""

from datetime import timedelta

from sqlalchemy import delete

from engine.context import Engine
from engine.persistence.access_tokens import IdempotentRequest

REQUESTS_KEPT = timedelta(days=7)


def remove_expired(engine: Engine) -> None:
    """Remove idempotent requests that nobody will send again."""
    oldest = engine.clock.now() - REQUESTS_KEPT
    with engine.open_unit_of_work() as work:
        work.session.execute(delete(IdempotentRequest).where(IdempotentRequest.made_at <= oldest))
        work.commit()
