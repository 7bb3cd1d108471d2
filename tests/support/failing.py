"""A database that fails at a chosen commit: just before it, or just after."""

from sqlalchemy import event
from sqlalchemy.orm import Session
from typing_extensions import override

from engine.persistence.database import Database

BEFORE, AFTER = "before_commit", "after_commit"


class PowerCut(BaseException):  # nobody gets to handle it
    """The machine is gone."""


class FailingDatabase(Database):
    """Opens the sessions of another database, and fails once at a commit when it is told to."""

    def __init__(self, database: Database) -> None:
        """Fail at nothing yet."""
        self.engine = database.engine
        self.fail_at: str | None = None
        self._database = database

    @override
    def open_writing(self) -> Session:
        session = self._database.open_writing()
        for point in (BEFORE, AFTER):
            event.listen(session, point, lambda _, point=point: self._pass_by(point))
        return session

    @override
    def open_reading(self) -> Session:
        return self._database.open_reading()

    def _pass_by(self, point: str) -> None:
        if point == self.fail_at:
            self.fail_at = None
            raise PowerCut
