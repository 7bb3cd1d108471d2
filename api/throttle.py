"""Slows down guessing of passwords: who fails too often has to wait, longer each time."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from engine.clock import Clock, SystemClock
from engine.context import Engine
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.web_sessions import LogInAttempt

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FREE_PER_ADDRESS = 5
FREE_PER_ACCOUNT = 50
"""Higher, so that a stranger elsewhere cannot easily keep a colleague out."""
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class LogInThrottle:
    """Counts in the database, so that every web process knows."""

    engine: Engine
    clock: Clock = field(default_factory=SystemClock)

    def begin_attempt(self, email: str, address: str) -> timedelta:
        """Count an attempt before its password is looked at; return how long to wait first.

        Counting before is what holds against many attempts at the same moment. An attempt that
        has to wait is not counted, so that waiting always ends.
        """
        now = self.clock.now()
        with self.engine.open_unit_of_work() as work:
            limits = _limits(email, address)
            wait = max(_wait(work, subject, free, now) for subject, free in limits)
            if wait > timedelta():
                return wait
            work.session.execute(
                delete(LogInAttempt).where(LogInAttempt.last_at <= now - FORGOTTEN_AFTER)
            )
            for subject, _ in limits:
                _count(work, subject, now)
            work.commit()
        return timedelta()

    def succeed(self, email: str, address: str) -> None:
        """Forget the attempts: the person has logged in."""
        subjects = [subject for subject, _ in _limits(email, address)]
        with self.engine.open_unit_of_work() as work:
            work.session.execute(
                delete(LogInAttempt).where(LogInAttempt.subject_hash.in_(subjects))
            )
            work.commit()


def _limits(email: str, address: str) -> tuple[tuple[str, int], ...]:
    account = email.strip().casefold()
    return (
        (_hashed(f"{account} {address}"), FREE_PER_ADDRESS),
        (_hashed(account), FREE_PER_ACCOUNT),
    )


def _wait(work: UnitOfWork, subject: str, free: int, now: datetime) -> timedelta:
    row = work.session.get(LogInAttempt, subject)
    if row is None or row.attempts < free:
        return timedelta()
    doublings = min(row.attempts - free, 10)
    wait = min(FIRST_WAIT * 2.0**doublings, LONGEST_WAIT)
    return max(row.last_at + wait - now, timedelta())


def _count(work: UnitOfWork, subject: str, now: datetime) -> None:
    insert = (
        postgresql.insert if work.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    )
    first = insert(LogInAttempt).values(subject_hash=subject, attempts=1, last_at=now)
    again = {"attempts": LogInAttempt.attempts + 1, "last_at": now}
    work.session.execute(first.on_conflict_do_update(index_elements=["subject_hash"], set_=again))


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
