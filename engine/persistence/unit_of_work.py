"""One transaction per operation; the only module that commits."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from sqlalchemy.orm import Session


class UnitOfWork:
    """Commit on `commit()`, roll back on every other way out of the block."""

    session: Session

    def __init__(self, open_session: Callable[[], Session]) -> None:
        """Take what opens a session; it is called when the block is entered."""
        self._open_session = open_session

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

    def commit(self) -> None:
        """Make the work of this block permanent."""
        self.session.commit()
