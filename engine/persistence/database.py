"""Connections: SQLite (WAL, FULL, BEGIN IMMEDIATE for writers) or PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from engine.persistence.compiled_sql import SHARED_STATEMENTS

BUSY_TIMEOUT_MS = 10_000
SCHEMA_LOCK = 1_131_376_979
"""Any number, the same in every process: “Conc” read as an integer."""
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
)


class Database:
    """One database with its two doors: `open_writing` and `open_reading`."""

    def __init__(self, engine: Engine) -> None:
        """Wrap an engine made by `connect` or by Flask-SQLAlchemy with `engine_options`."""
        self.engine = engine
        engine.update_execution_options(compiled_cache=SHARED_STATEMENTS)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        else:
            event.listen(engine, "connect", _prepare_postgresql)
        self._writers = engine.execution_options(writes=True)
        self._readers = _readers(engine)

    def open_writing(self) -> Session:
        """Return a session that takes the write lock at once, so that it never has to give up."""
        return Session(self._writers, expire_on_commit=False, autoflush=False)

    @contextmanager
    def begin_schema_change(self) -> Iterator[Connection]:
        """Open the transaction of a migration; two processes that start at once take turns."""
        with self._writers.begin() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({SCHEMA_LOCK})")
            yield connection

    def open_reading(self) -> Session:
        """Return a session for reading; it never waits for a writer."""
        return Session(self._readers, expire_on_commit=False, autoflush=False)


def connect(database_url: str) -> Database:
    """Open a database by its URL; an SQLite file's folder is made when missing."""
    return Database(create_engine(database_url, **engine_options(database_url)))


def engine_options(database_url: str) -> dict[str, Any]:
    """Return the options that every engine of Concord is created with."""
    if not database_url.startswith("sqlite"):
        return {"pool_pre_ping": True, "pool_size": 10, "pool_use_lifo": True}
    path = make_url(database_url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    return {"connect_args": {"check_same_thread": False}}


def _readers(engine: Engine) -> Engine:
    """Return the engine for reading: on PostgreSQL without transactions.

    There each statement sees what is committed when it begins, with or without one. But psycopg
    forgets at each rollback which statements it has prepared, and the server plans them all again.
    """
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions by itself: `_begin_sqlite` says which kind it is.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _prepare_postgresql(connection: Any, _record: ConnectionPoolEntry) -> None:
    # To compile a query to machine code takes longer than any query of ours. Outside a transaction:
    # what is set in one is gone when it is rolled back.
    connection.autocommit = True
    connection.execute("SET jit = off")
    connection.autocommit = False


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
