"""Two transactions, interleaved at named points of what they do with the database."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session
from typing_extensions import override

from engine.persistence.database import Database

OPENED, LOCKED, WRITTEN, COMMITTED = "opened", "locked", "written", "committed"
POINTS = (OPENED, LOCKED, WRITTEN, COMMITTED)
"""Before the first statement; after the lock; before the commit; after the commit."""
LOCKS = (
    "FOR UPDATE",
    "FOR NO KEY UPDATE",
    "BEGIN IMMEDIATE",
    "INSERT INTO reference_counter",
    "LOCK TABLE",
)
PATIENCE_S = 30
BLOCKED_S = 0.25
"""How long the second one may take before it counts as waiting for the first."""


class Pause:
    """A place at which one thread stops until it is let go, the first time that it comes by."""

    def __init__(self, point: str) -> None:
        """Stop at one of POINTS."""
        self.point = point
        self.thread: threading.Thread | None = None
        self.reached = threading.Event()
        self.released = threading.Event()

    def pass_by(self, point: str) -> None:
        """Stop here, if this is the place and the thread."""
        mine = threading.current_thread() is self.thread
        if mine and point == self.point and not self.reached.is_set():
            self.reached.set()
            assert self.released.wait(PATIENCE_S), "nobody let this thread go"


class PausingDatabase(Database):
    """A database whose writing sessions tell a Pause where they are."""

    def __init__(self, database: Database, pause: Pause) -> None:
        """Watch the sessions that `database` would open."""
        self.engine = database.engine
        self._database = database
        self._pause = pause

    @override
    def open_writing(self) -> Session:
        self._pause.pass_by(OPENED)
        session = self._database.open_writing()
        event.listen(session, "before_commit", lambda _: self._pause.pass_by(WRITTEN))
        event.listen(session, "after_commit", lambda _: self._pause.pass_by(COMMITTED))
        return session

    @override
    def open_reading(self) -> Session:
        return self._database.open_reading()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Tell the pause of locks as well."""

        def told(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if any(lock in statement for lock in LOCKS):
                self._pause.pass_by(LOCKED)

        event.listen(self.engine, "after_cursor_execute", told)
        try:
            yield
        finally:
            event.remove(self.engine, "after_cursor_execute", told)


class Outcome:
    """What came of a call in a thread of its own."""

    def __init__(self, call: Callable[[], Any]) -> None:
        """Prepare the call."""
        self._call = call
        self.value: Any = None
        self.error: Exception | None = None
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            self.value = self._call()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            self.error = error

    def join(self) -> None:
        """Wait for the end, and take a hanging thread for the failure that it is."""
        self.thread.join(PATIENCE_S)
        assert not self.thread.is_alive(), "a transaction hangs"


def interleave(
    database: PausingDatabase, pause: Pause, first: Callable[[], Any], second: Callable[[], Any]
) -> tuple[Outcome, Outcome]:
    """Run `first` up to the pause, then `second` as far as it comes, then let `first` go on."""
    one, two = Outcome(first), Outcome(second)
    pause.thread = one.thread
    with database.watched():
        one.thread.start()
        while not pause.reached.wait(0.01) and one.thread.is_alive():
            pass
        two.thread.start()
        two.thread.join(BLOCKED_S)
        pause.released.set()
        one.join()
        two.join()
    return one, two
