"""A disk that fills up: `max_page_count` stands for it, SQLite answers the same way to both."""

from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

SPACE = 1_000_000


class Disk:
    """How many pages the database may have; connections ask when they are made."""

    def __init__(self, database):
        self.pages = SPACE
        self._engine = database.engine
        event.listen(self._engine, "connect", self._limit)

    def _limit(self, raw, _record):
        raw.execute(f"PRAGMA max_page_count={self.pages}")

    def fill(self):
        """Leave no page free: something else has taken what there was."""
        with self._engine.connect() as connection:
            self.pages = connection.scalar(text("PRAGMA page_count")) + 4
        self._engine.dispose()
        with self._engine.connect() as connection:
            connection.execute(text("CREATE TABLE ballast (content BLOB)"))
            connection.commit()
            for size in (100_000, 3_000, 200):
                self._take(connection, size)

    def _take(self, connection, size):
        while True:
            try:
                connection.execute(text(f"INSERT INTO ballast VALUES (zeroblob({size}))"))
                connection.commit()
            except OperationalError:
                connection.rollback()
                return

    def empty(self):
        """Make room."""
        self.pages = SPACE
        self._engine.dispose()
