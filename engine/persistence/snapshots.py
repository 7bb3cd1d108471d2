"""Throw-away databases as files that never change once they are there: the states of trial runs.

A state is made from an earlier one by copying its file. Nothing is lost with a file: whoever needs
it again makes it again. So any process may remove any of them at any time.
"""

import os
import shutil
import sqlite3
import stat
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import QueuePool, create_engine, event

from engine.clock import SystemClock
from engine.persistence.database import Database, connect

MOST_FILES = 300
LONGEST = timedelta(hours=24)
"""Real time: a demonstration's moved clock says nothing about a disk."""
UNFINISHED = ".part"


class SnapshotGone(LookupError):
    """There is no such snapshot, or not any more."""


class SnapshotFolder:
    """A folder with snapshots, bounded in number and age, which several processes may share."""

    def __init__(self, folder: Path, most: int = MOST_FILES) -> None:
        """Take a folder that nobody else can read."""
        self.folder = folder
        self._most = most

    def has(self, name: str) -> bool:
        """Tell whether there is a snapshot of this name now."""
        return self._path(name).exists()

    @contextmanager
    def reading(self, name: str) -> Iterator[Database]:
        """Give a snapshot to read.

        Raises:
            SnapshotGone: it is not there.
        """
        own = self.folder / f"{uuid.uuid4().hex}{UNFINISHED}"
        try:
            # Under a name of its own it stays, even when somebody removes the snapshot meanwhile.
            os.link(self._path(name), own)
            os.utime(own)
        except FileNotFoundError as error:
            own.unlink(missing_ok=True)
            raise SnapshotGone(name) from error
        database = _open_unchanging(own)
        try:
            yield database
        finally:
            database.engine.dispose()
            own.unlink(missing_ok=True)

    @contextmanager
    def making(self, name: str, copy_of: str | None = None) -> Iterator[Database]:
        """Give a database to change; once the block has ended well, it is the snapshot `name`.

        Raises:
            SnapshotGone: the one to begin with is not there.
        """
        own = self.folder / f"{uuid.uuid4().hex}{UNFINISHED}"
        try:
            if copy_of is not None:
                shutil.copyfile(self._path(copy_of), own)
                os.utime(self._path(copy_of))
        except FileNotFoundError as error:
            own.unlink(missing_ok=True)
            raise SnapshotGone(copy_of) from error
        database = _hurried(connect(f"sqlite:///{own}"))
        try:
            yield database
            # The last connection that closes brings everything into the one file.
            database.engine.dispose()
            own.replace(self._path(name))
        finally:
            database.engine.dispose()
            for path in self.folder.glob(f"{own.name}*"):
                path.unlink(missing_ok=True)
        self.trim()

    def remove(self, beginning: str) -> None:
        """Remove the snapshots whose names begin so."""
        for path in self.folder.glob(f"{beginning}*"):
            path.unlink(missing_ok=True)

    def trim(self) -> None:
        """Remove what nobody has used for a day and, of too many, what was used longest ago."""
        oldest = SystemClock().now() - LONGEST
        by_age = sorted(_used_at(path) for path in self.folder.iterdir())
        surplus = len(by_age) - self._most
        for place, (used_at, path) in enumerate(by_age):
            if used_at < oldest or (place < surplus and UNFINISHED not in path.name):
                path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.db"


@cache
def snapshot_folder() -> SnapshotFolder:
    """Return the folder that the processes of this machine share, for this user alone."""
    folder = Path(tempfile.gettempdir()) / f"concord-trial-runs-{os.getuid()}"
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    if is_ours and not stat.S_IMODE(found.st_mode) & 0o077:
        return SnapshotFolder(folder)
    # Somebody else has made it: a folder of this process alone does as well.
    return SnapshotFolder(Path(tempfile.mkdtemp(prefix="concord-trial-runs-")))


def _used_at(path: Path) -> tuple[datetime, Path]:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC), path
    except FileNotFoundError:
        return datetime.min.replace(tzinfo=UTC), path


def _open_unchanging(path: Path) -> Database:
    address = f"file:{path}?mode=ro&immutable=1"

    def opened() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, check_same_thread=False)

    return Database(create_engine("sqlite://", creator=opened, poolclass=QueuePool))


def _hurried(database: Database) -> Database:
    """Let SQLite not wait for the disk: what a power cut takes is made again."""
    event.listen(database.engine, "connect", _do_not_wait)
    return database


def _do_not_wait(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")
