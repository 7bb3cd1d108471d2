"""Brings a database to the tables that this version of Concord needs."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from engine.persistence.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade_database(database: Database) -> None:
    """Run the migrations that are missing, in one transaction; none missing changes nothing."""
    with database.begin_schema_change() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def remove_tables(database: Database) -> None:
    """Run every migration backwards: whatever the database holds is gone."""
    with database.begin_schema_change() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def is_current(database: Database) -> bool:
    """Tell whether the database has every migration."""
    return revision_of_database(database) == newest_revision()


def revision_of_database(database: Database) -> str | None:
    """Return the last migration that the database has; None: it has no tables."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> frozenset[str]:
    """Return the migrations of this version of Concord."""
    script = ScriptDirectory.from_config(_config())
    return frozenset(each.revision for each in script.walk_revisions())


@cache
def newest_revision() -> str:
    """Return the last of the migrations that this version of Concord has."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
