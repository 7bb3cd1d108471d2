"""`concord database`."""

import click

from api.commands.opening import opened_engine
from engine.persistence.upgrading import is_current, upgrade_database


@click.group()
def database() -> None:
    """Look after the database."""


@database.command()
def upgrade() -> None:
    """Bring the tables up to date. Nothing to do is fine."""
    with opened_engine() as engine:
        was_current = is_current(engine.database)
        upgrade_database(engine.database)
    click.echo("The database was up to date." if was_current else "The database is up to date now.")
