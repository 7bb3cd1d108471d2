"""One transaction per operation; the only module that commits."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

import psycopg
from sqlalchemy import Connection, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Rows = Sequence[Mapping[str, Any]]
Answer = TypeVar("Answer")


class UnitOfWork:
    """Commit on `commit()`, roll back on every other way out of the block."""

    session: Session

    def __init__(self, open_session: Callable[[], Session], *, remembers: bool = False) -> None:
        """Take what opens a session; it is called when the block is entered.

        `remembers`: nothing changes while the block is open, because it only reads.
        """
        self._open_session = open_session
        self._writes: list[tuple[Executable, Rows]] = []
        self._known: dict[Hashable, Any] | None = {} if remembers else None

    def __enter__(self) -> Self:
        """Open the session."""
        self.session = self._open_session()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Roll back what was not committed, and give the connection back."""
        self.session.close()

    def once(self, key: Hashable, ask: Callable[[], Answer]) -> Answer:
        """Return what `ask` answers; a block that only reads asks once for each key."""
        if self._known is None:
            return ask()
        if key not in self._known:
            self._known[key] = ask()
        answer: Answer = self._known[key]
        return answer

    def get_one(self, entity: type[Answer], key: Any) -> Answer:
        """Return a row by its primary key; a block that only reads asks for each of them once.

        Raises:
            NoResultFound: there is no such row.
        """
        return self.once((entity, key), lambda: self.session.get_one(entity, key))

    def write(self, statement: Executable, rows: Rows) -> None:
        """Note a statement that gives nothing back; it is sent before the commit, in its turn."""
        self._writes.append((statement, rows))

    def send(self) -> None:
        """Send what was noted now, for what comes next in this transaction to build on."""
        writes, self._writes = self._writes, []
        if not writes:
            return
        connection = self.session.connection()
        with _in_one_go(connection):
            for statement, rows in writes:
                connection.execute(statement, rows)

    def commit(self) -> None:
        """Make the work of this block permanent."""
        self.send()
        self.session.commit()


@contextmanager
def _in_one_go(connection: Connection) -> Iterator[None]:
    """On PostgreSQL, send statements without waiting for the answer to each."""
    if connection.dialect.name != "postgresql":
        yield
        return
    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline():
            yield
    except psycopg.Error as error:
        # Raised when the block is left, out of SQLAlchemy's sight: callers know its errors only.
        raise DBAPIError.instance(None, None, error, psycopg.Error) from error
