"""The file of a copy: never half written under its name, and open to its owner alone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import InputRefusedError

SQLITE_BEGINS, POSTGRESQL_BEGINS = b"SQLite format 3\0", b"PGDMP"
KINDS = {SQLITE_BEGINS: "sqlite", POSTGRESQL_BEGINS: "postgresql"}
OWNER_ALONE = 0o600


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Yield an empty file to write to; it gets its name when the block ends well, and on the disk.

    Raises:
        InputRefusedError: there is a file of that name, or it cannot be written there.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        if target.exists():
            raise InputRefusedError(f"{target} is there already. Name another file.")
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE))
    except FileExistsError:
        message = f"{part} is there: another backup is being written, or one was broken off."
        raise InputRefusedError(message) from None
    except OSError as failure:
        raise InputRefusedError(f"{target} cannot be written: {failure.strerror}.") from failure
    try:
        yield part
        _settle(part, target)
    finally:
        part.unlink(missing_ok=True)


def kind_of(source: Path) -> str:
    """Return the kind of database that a copy is of.

    Raises:
        InputRefusedError: it cannot be read, or is no copy.
    """
    try:
        with source.open("rb") as file:
            begins = file.read(len(SQLITE_BEGINS))
    except OSError as failure:
        raise InputRefusedError(f"{source} cannot be read: {failure.strerror}.") from failure
    for beginning, kind in KINDS.items():
        if begins.startswith(beginning):
            return kind
    raise InputRefusedError(f"{source} is no backup of Concord.")


def _settle(part: Path, target: Path) -> None:
    _sync(part)
    part.replace(target)
    # A name is on the disk once its folder is.
    _sync(target.absolute().parent)


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
