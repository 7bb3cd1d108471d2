"""Brings a database to the tables that this version of Concord needs."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from engine.persistence.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade_database(database: Database) -> None:
    """Run the migrations that are missing, in one transaction; none missing changes nothing."""
    with database.begin_schema_change() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(database: Database) -> bool:
    """Tell whether the database has every migration."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest_revision()


@cache
def newest_revision() -> str:
    """Return the last of the migrations that this version of Concord has."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
