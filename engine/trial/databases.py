"""Databases for one trial, which are gone afterwards: SQLite, or one on a server that is named."""

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text

from engine.persistence.database import Database, connect


@contextmanager
def open_throw_away_database(server: str | None = None) -> Iterator[Database]:
    """Give an empty database that is gone afterwards.

    `server` is the URL of a PostgreSQL database whose user may create databases; without one it is
    an SQLite file.
    """
    if server is not None:
        with _on_server(make_url(server)) as database:
            yield database
        return
    with tempfile.TemporaryDirectory(prefix="concord-trial-") as folder:
        database = connect(f"sqlite:///{Path(folder) / 'trial.db'}")
        try:
            yield database
        finally:
            database.engine.dispose()


@contextmanager
def _on_server(url: URL) -> Iterator[Database]:
    name = f"concord_trial_{uuid.uuid4().hex}"
    _run(url, f"CREATE DATABASE {name}")
    database = connect(url.set(database=name).render_as_string(hide_password=False))
    try:
        yield database
    finally:
        database.engine.dispose()
        _run(url, f"DROP DATABASE {name} WITH (FORCE)")


def _run(url: URL, statement: str) -> None:
    administration = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with administration.connect() as connection:
            connection.execute(text(statement))
    finally:
        administration.dispose()
