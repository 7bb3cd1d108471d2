"""Fixtures: a fresh, migrated database for every test, on SQLite and on PostgreSQL."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from tests.support.postgres import PostgresServer, started_server
from tests.support.schema import create_schema

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str) -> Iterator[PostgresServer]:
    """Return the PostgreSQL server that all processes of this run share."""
    with started_server(testrun_uid) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(
    postgres_server: PostgresServer, testrun_uid: str, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """Return the name of a migrated database to copy; the first process that asks makes it."""
    name = f"concord_template_{testrun_uid}"
    with FileLock(tmp_path_factory.getbasetemp().parent / f"{name}.lock"):
        if not postgres_server.has(name):
            create_schema(postgres_server.create(name))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "concord.db"
    create_schema(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _database_names(testrun_uid: str, worker_id: str) -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"concord_{testrun_uid[:12]}_{worker_id}_{next(numbers)}"


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Return the URL of a fresh SQLite file with all tables."""
    path = tmp_path / "concord.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(
    postgres_server: PostgresServer, postgres_template: str, _database_names: Callable[[], str]
) -> Iterator[str]:
    """Return the URL of a fresh PostgreSQL database with all tables."""
    name = _database_names()
    yield postgres_server.create(name, postgres_template)
    postgres_server.drop(name)


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of a fresh database with all tables, once on each kind of database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a database without tables, once on each kind, for tests of migrations."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = request.getfixturevalue("_database_names")()
    yield server.create(name)
    server.drop(name)
