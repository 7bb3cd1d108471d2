"""A copy of an SQLite database, made while others write to it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from engine.errors import InputRefusedError

PATIENCE = 60.0
"""Seconds for somebody else who writes just now."""
BROKEN = "{path} cannot be read as a database: {cause}."


def write_copy(engine: Engine, target: Path) -> None:
    """Copy the whole database into a file, as it is at one moment.

    Raises:
        InputRefusedError: it could not be written.
    """
    try:
        with closing(_open(_path(engine))) as source, closing(_open(target)) as copy:
            source.backup(copy)
            # One file, without others beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as failure:
        raise InputRefusedError(f"The backup could not be written: {failure}.") from failure


def revision_of(source: Path) -> str:
    """Read a copy whole, and return the last migration that it has.

    Raises:
        InputRefusedError: it is broken, or no database of Concord.
    """
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
            if found == "ok":
                return str(copy.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except (sqlite3.Error, TypeError) as failure:
        raise InputRefusedError(BROKEN.format(path=source, cause=failure)) from failure
    raise InputRefusedError(BROKEN.format(path=source, cause=found))


def bring_back(engine: Engine, source: Path) -> None:
    """Write a copy over the whole database.

    Raises:
        InputRefusedError: somebody else uses the database, or it could not be written.
    """
    engine.dispose()
    try:
        with closing(_open(source)) as copy, closing(_open(_path(engine))) as target:
            copy.backup(target)
    except sqlite3.Error as failure:
        raise InputRefusedError(f"The backup could not be brought back: {failure}.") from failure


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=PATIENCE)


def _path(engine: Engine) -> Path:
    path = Path(engine.url.database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
