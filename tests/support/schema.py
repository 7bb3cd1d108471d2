"""All tables in a new database."""

from engine.persistence.database import connect
from engine.persistence.upgrading import upgrade_database


def create_schema(database_url: str) -> None:
    """Bring a new database to the newest version, by the same migrations as in production."""
    database = connect(database_url)
    upgrade_database(database)
    database.engine.dispose()
