"""Statements that write many rows at once, the same on both databases.

The session would send a statement per object; a step writes whole lists. The unit of work sends
them before it commits.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Delete, Insert, Update, bindparam, delete, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute

from engine.persistence.base import Base
from engine.persistence.unit_of_work import UnitOfWork

Row = Mapping[str, Any]
ConflictInsert = postgresql.Insert | sqlite.Insert


def insert_rows(work: UnitOfWork, table: type[Base], rows: Iterable[Row]) -> None:
    """Insert rows in one statement; no rows, no statement."""
    values = [dict(row) for row in rows]
    if values:
        work.write(_insert(table), values)


def insert_missing_rows(work: UnitOfWork, table: type[Base], rows: Iterable[Row]) -> None:
    """Insert the rows whose key is not there yet, in one statement."""
    values = [dict(row) for row in rows]
    if values:
        work.write(_insert_missing(table, work.session.get_bind().dialect.name), values)


def conflict_insert(work: UnitOfWork, table: type[Base]) -> ConflictInsert:
    """Return an insert that can say what happens to a row that is there (`on_conflict_…`)."""
    return _conflict_insert(table, work.session.get_bind().dialect.name)


def columns_of(row: Base) -> dict[str, Any]:
    """Return the values of a row by column."""
    return {name: getattr(row, name) for name in _names(type(row))}


def update_row(work: UnitOfWork, row: Base) -> None:
    """Write every column of a row that the session does not watch, by its key."""
    work.write(_update(type(row)), [_bound(row)])


def _bound(row: Base) -> dict[str, Any]:
    values = columns_of(row)
    keys = {column.key for column in type(row).__table__.primary_key}
    return {f"key_{name}" if name in keys else name: value for name, value in values.items()}


@cache
def _names(table: type[Base]) -> tuple[str, ...]:
    return tuple(column.key for column in table.__table__.columns)


@cache
def _update(table: type[Base]) -> Update:
    keys = list(table.__table__.primary_key)
    names = [name for name in _names(table) if name not in {key.key for key in keys}]
    matches = [key == bindparam(f"key_{key.key}") for key in keys]
    statement = update(table.__table__).where(*matches)  # type: ignore[arg-type]
    return statement.values({name: bindparam(name) for name in names})


def delete_rows(work: UnitOfWork, column: InstrumentedAttribute[Any], keys: Iterable[Any]) -> None:
    """Delete the rows whose column is one of the keys; no keys, no statement."""
    values = list(keys)
    if values:
        work.write(_delete(column), [{"keys": values}])


@cache
def _delete(column: InstrumentedAttribute[Any]) -> Delete:
    return delete(column.class_.__table__).where(column.in_(bindparam("keys", expanding=True)))


@cache
def _insert(table: type[Base]) -> Insert:
    # Inline: no key is asked back, so that nobody has to wait for the answer.
    return insert(table.__table__).inline()  # type: ignore[arg-type]


@cache
def _insert_missing(table: type[Base], dialect: str) -> Insert:
    return _conflict_insert(table, dialect).inline().on_conflict_do_nothing()


def _conflict_insert(table: type[Base], dialect: str) -> ConflictInsert:
    # SQL has no common word for it: each database's dialect brings its own.
    kind = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return kind(table.__table__)  # type: ignore[arg-type]
