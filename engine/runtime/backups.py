"""A backup of everything as one file, and the way back."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect, select

from engine.clock import SystemClock
from engine.context import Engine
from engine.errors import InputRefusedError
from engine.persistence.backups import Backup
from engine.persistence.cases import Case
from engine.persistence.copying import postgresql, sqlite
from engine.persistence.copying.copy_file import kind_of, written_whole
from engine.persistence.upgrading import (
    is_current,
    known_revisions,
    remove_tables,
    revision_of_database,
    upgrade_database,
)

FULL = "This database holds cases already. A backup is brought back into an empty one."
NEWER = "{path} was made by a newer Concord. Bring it back with that one."
CHANGED = "The backup does not have the tables of the database. Try again."


@dataclass(frozen=True)
class MadeBackup:
    """A backup that was written and read again."""

    size: int
    """In bytes."""
    is_noted: bool
    """Whether the first page of the operations room knows of it: not before an upgrade."""


def back_up(engine: Engine, target: Path) -> MadeBackup:
    """Write the whole database into a file, while people go on working, and read it again.

    Raises:
        InputRefusedError: the file is there already, or something failed; then there is none.
    """
    database = engine.database
    with written_whole(target) as part:
        if database.engine.dialect.name == "postgresql":
            postgresql.write_copy(database.engine, part)
            revision = postgresql.revision_of(database.engine, part)
        else:
            sqlite.write_copy(database.engine, part)
            revision = sqlite.revision_of(part)
        if revision != revision_of_database(database):
            raise InputRefusedError(CHANGED)
    size = target.stat().st_size
    is_noted = is_current(database)
    if is_noted:
        _note(engine, size)
    return MadeBackup(size, is_noted)


def restore_backup(engine: Engine, source: Path) -> None:
    """Bring a backup back into a database without cases; its tables are brought up to date.

    Raises:
        InputRefusedError: the database holds cases, or the file is broken or of another kind: then
            nothing has changed. Or PostgreSQL stopped half-way: then the database is empty.
    """
    database = engine.database
    kind, wanted = kind_of(source), database.engine.dialect.name
    if kind != wanted:
        raise InputRefusedError(f"{source} is of {kind}, and this database is {wanted}.")
    if _holds_cases(engine):
        raise InputRefusedError(FULL)
    if kind == "postgresql":
        revision = postgresql.revision_of(database.engine, source)
    else:
        revision = sqlite.revision_of(source)
    if revision not in known_revisions():
        raise InputRefusedError(NEWER.format(path=source))
    if kind == "postgresql":
        remove_tables(database)
        postgresql.bring_back(database.engine, source)
    else:
        sqlite.bring_back(database.engine, source)
    upgrade_database(database)


def _note(engine: Engine, size: int) -> None:
    with engine.open_unit_of_work() as work:
        work.session.add(Backup(made_at=SystemClock().now(), size=size))
        work.session.flush()
        work.commit()


def _holds_cases(engine: Engine) -> bool:
    with engine.database.engine.connect() as connection:
        if not inspect(connection).has_table(Case.__tablename__):
            return False
        return connection.execute(select(Case.id).limit(1)).first() is not None
