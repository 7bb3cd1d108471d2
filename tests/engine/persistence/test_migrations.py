"""Migrations give the tables that the code describes, up and down, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from engine.persistence.database import connect
from engine.persistence.tables import METADATA
from engine.persistence.upgrading import _config, is_current, upgrade_database


@pytest.fixture
def database(empty_database_url):
    """Return a database without tables."""
    database = connect(empty_database_url)
    yield database
    database.engine.dispose()


def downgrade(database, revision):
    with database.begin_schema_change() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def differences(database):
    with database.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), METADATA)


def shape(database):
    """Return tables, columns, indexes, keys and triggers as the database tells them."""
    told = inspect(database.engine)
    triggers = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if database.engine.dialect.name == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with database.engine.connect() as connection:
        names = sorted(connection.scalars(text(triggers)))
    return names, {
        table: (
            [(column["name"], str(column["type"])) for column in told.get_columns(table)],
            sorted(index["name"] for index in told.get_indexes(table)),
            sorted(key["name"] or "" for key in told.get_foreign_keys(table)),
        )
        for table in told.get_table_names()
    }


def test_the_migrations_give_exactly_the_tables_of_the_code(database):
    assert not is_current(database)
    upgrade_database(database)
    assert is_current(database)
    assert differences(database) == []


def test_upgrading_twice_changes_nothing(database):
    upgrade_database(database)
    before = shape(database)
    upgrade_database(database)
    assert shape(database) == before


def test_all_the_way_down_leaves_nothing_and_up_again_is_the_same(database):
    upgrade_database(database)
    before = shape(database)
    downgrade(database, "base")
    triggers, tables = shape(database)
    assert (triggers, set(tables) - {"alembic_version"}) == ([], set())
    assert not is_current(database)
    upgrade_database(database)
    assert shape(database) == before


def test_every_single_migration_can_be_taken_back(database):
    upgrade_database(database)
    revisions = [each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()]
    assert len(revisions) >= 2
    for _ in revisions:
        downgrade(database, "-1")
        assert not is_current(database)
    upgrade_database(database)
    assert differences(database) == []


def test_two_servers_that_start_at_once_upgrade_once(empty_database_url):
    databases = [connect(empty_database_url) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(upgrade_database, databases))
    assert all(is_current(database) for database in databases)
    assert differences(databases[0]) == []
    for database in databases:
        database.engine.dispose()
