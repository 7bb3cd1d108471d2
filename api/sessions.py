"""Flask-Session over the engine's transactions: the cookie holds an id and nothing else."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask, current_app, session
from flask_session.base import ServerSideSession, ServerSideSessionInterface
from typing_extensions import override

from api.reading import reading
from api.session_store import ACCOUNT_KEY, SessionStore

ID_BYTES = 32


class StoredSession(ServerSideSession):  # type: ignore[misc]
    """A session that knows whether the store has it."""

    @override
    def __init__(self, initial: dict[str, Any] | None = None, **given: Any) -> None:
        super().__init__(initial, **given)
        self.is_stored = initial is not None


class DatabaseSessions(ServerSideSessionInterface):  # type: ignore[misc]
    """Flask-Session's own SQLAlchemy store is not used.

    It commits through a session of its own, once per request, and begins with a read: on SQLite
    such a transaction fails when another one committed meanwhile.

    Source: docs/decisions/0006-sessions.md.
    """

    session_class = StoredSession

    @override
    def __init__(self, app: Flask, store: SessionStore) -> None:
        super().__init__(app, key_prefix="", permanent=False, sid_length=ID_BYTES)
        self.store = store

    @override
    def should_set_storage(self, app: Flask, session: StoredSession) -> bool:
        return bool(session.modified)

    @override
    def regenerate(self, session: StoredSession) -> None:
        super().regenerate(session)
        session.is_stored = False

    @override
    def _retrieve_session_data(self, store_id: str) -> dict[str, Any] | None:
        with reading() as work:
            return self.store.read(work, store_id)

    @override
    def _delete_session(self, store_id: str) -> None:
        self.store.end(store_id)

    @override
    def _upsert_session(
        self, session_lifetime: timedelta, session: StoredSession, store_id: str
    ) -> None:
        write = self.store.replace if session.is_stored else self.store.add
        write(store_id, dict(session))


def change_session_id() -> None:
    """Give this session a new id, so that an id from before the log-in is worth nothing."""
    interface = cast("DatabaseSessions", current_app.session_interface)
    interface.regenerate(cast("StoredSession", session))


def other_sessions() -> Sequence[datetime]:
    """Return when each of the person's sessions in other browsers was last used."""
    interface = cast("DatabaseSessions", current_app.session_interface)
    own_id = cast("StoredSession", session).sid
    return interface.store.list_others(session[ACCOUNT_KEY], keep=own_id)


def end_other_sessions() -> int:
    """End the person's sessions in other browsers; return how many."""
    interface = cast("DatabaseSessions", current_app.session_interface)
    own_id = cast("StoredSession", session).sid
    return interface.store.end_all(session[ACCOUNT_KEY], keep=own_id)
