"""Log-in sessions in the database: sealed, found by a hash of their id, ended by deleting them."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.exc import OperationalError

from engine.clock import Clock, SystemClock
from engine.context import Engine
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.web_sessions import WebSession

IDLE = timedelta(hours=8)
"""Without a request for this long a session has ended: a working day, for staff who write long."""
ABSOLUTE = timedelta(hours=12)
"""After this long a session has ended, whatever was done."""
ANONYMOUS = timedelta(hours=1)
"""How long the session of somebody who has not logged in is kept."""
NOTED_EVERY = timedelta(minutes=5)
"""How often a request that changes nothing moves the idle limit."""
ACCOUNT_KEY = "_user_id"
"""Where Flask-Login keeps the account in a session."""
LABEL = "web_session.data"


@dataclass(frozen=True)
class SessionStore:
    """The sessions of one database. The clock is the real one: a moved one would log people out."""

    engine: Engine
    clock: Clock = field(default_factory=SystemClock)

    def read(self, work: UnitOfWork, session_id: str) -> dict[str, Any] | None:
        """Return what a session holds, or None when it has ended or never was."""
        now = self.clock.now()
        row = work.session.get(WebSession, _hashed(session_id))
        if row is None or now >= row.expires_at:
            return None
        if now - row.seen_at >= NOTED_EVERY:
            # A disk that is full now must not log anybody out; the next request notes it.
            with suppress(OperationalError):
                self._note_seen(row, now)
        return cast("dict[str, Any]", self.engine.sealer.open_json(row.data, LABEL))

    def add(self, session_id: str, data: dict[str, Any]) -> None:
        """Begin a session, and clear away those that have run out."""
        now = self.clock.now()
        account = data.get(ACCOUNT_KEY)
        row = WebSession(
            id_hash=_hashed(session_id),
            account=account,
            data=self.engine.sealer.seal_json(data, LABEL),
            started_at=now,
            seen_at=now,
            expires_at=_expiry(account, now, now),
        )
        with self.engine.open_unit_of_work() as work:
            work.session.execute(delete(WebSession).where(WebSession.expires_at <= now))
            work.session.add(row)
            work.commit()

    def replace(self, session_id: str, data: dict[str, Any]) -> None:
        """Change what a session holds. One that was ended in the meantime stays ended."""
        now = self.clock.now()
        with self.engine.open_unit_of_work() as work:
            row = work.session.get(WebSession, _hashed(session_id))
            if row is None:
                return
            row.account = data.get(ACCOUNT_KEY)
            row.data = self.engine.sealer.seal_json(data, LABEL)
            row.seen_at, row.expires_at = now, _expiry(row.account, row.started_at, now)
            work.commit()

    def end(self, session_id: str) -> None:
        """End one session."""
        with self.engine.open_unit_of_work() as work:
            work.session.execute(
                delete(WebSession).where(WebSession.id_hash == _hashed(session_id))
            )
            work.commit()

    def list_others(self, account: str, *, keep: str) -> Sequence[datetime]:
        """Return when each other session of an account was last used, the latest first."""
        query = select(WebSession.seen_at).where(
            WebSession.account == account,
            WebSession.id_hash != _hashed(keep),
            WebSession.expires_at > self.clock.now(),
        )
        with self.engine.open_reading() as work:
            return work.session.scalars(query.order_by(WebSession.seen_at.desc())).all()

    def end_all(self, account: str, *, keep: str = "") -> int:
        """End every session of an account but the one with the id `keep`; return how many."""
        query = delete(WebSession).where(
            WebSession.account == account, WebSession.id_hash != _hashed(keep)
        )
        with self.engine.open_unit_of_work() as work:
            ended = cast("CursorResult[Any]", work.session.execute(query)).rowcount
            work.commit()
        return ended

    def _note_seen(self, row: WebSession, now: datetime) -> None:
        query = (
            update(WebSession)
            .where(WebSession.id_hash == row.id_hash)
            .values(seen_at=now, expires_at=_expiry(row.account, row.started_at, now))
        )
        with self.engine.open_unit_of_work() as work:
            work.session.execute(query)
            work.commit()


def _hashed(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()


def _expiry(account: str | None, started_at: datetime, now: datetime) -> datetime:
    if account is None:
        return now + ANONYMOUS
    return min(now + IDLE, started_at + ABSOLUTE)
