"""`concord backup` and `concord restore`."""

from pathlib import Path

import click

from api.commands.opening import opened_engine
from engine.runtime.backups import back_up, restore_backup

NOT_NOTED = "The operations room does not know of it: the tables have to be upgraded first."


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write the whole database into FILE, while people go on working, and read it again."""
    with opened_engine() as engine:
        made = back_up(engine, file)
    click.echo(f"{file}: {made.size:,} bytes. Keep the encryption keys elsewhere.")
    if not made.is_noted:
        click.echo(NOT_NOTED)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Bring a backup back into a database without cases. Stop the server first."""
    with opened_engine() as engine:
        restore_backup(engine, file)
    click.echo(f"{file} is brought back.")
