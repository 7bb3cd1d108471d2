"""Removes what has served its time: browser sessions, log-in counters, remembered requests."""

from datetime import timedelta

from sqlalchemy import delete

from engine.context import Engine
from engine.persistence.access_tokens import IdempotentRequest
from engine.persistence.web_sessions import LogInAttempt, WebSession

REQUESTS_KEPT = timedelta(days=7)
ATTEMPTS_KEPT = timedelta(days=1)


def remove_expired(engine: Engine) -> None:
    """Remove expired sessions, old log-in counters and remembered idempotent requests."""
    now = engine.clock.now()
    with engine.open_unit_of_work() as work:
        for expired in (
            delete(WebSession).where(WebSession.expires_at <= now),
            delete(LogInAttempt).where(LogInAttempt.last_at <= now - ATTEMPTS_KEPT),
            delete(IdempotentRequest).where(IdempotentRequest.made_at <= now - REQUESTS_KEPT),
        ):
            work.session.execute(expired)
        work.commit()
