"""`concord deploy`."""

from pathlib import Path

import click

from api.commands.opening import opened_engine
from api.procedure_files import find_editions, read_edition
from engine.runtime.deployments import deploy_bundle, publish_definition


@click.command()
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--publish", is_flag=True, help="New cases follow this version at once.")
@click.option("--note", default="", help="Why; people see it beside the version.")
def deploy(path: Path, *, publish: bool, note: str) -> None:
    """Bring in an edition's folder, or every edition below a folder."""
    editions = find_editions(path)
    if not editions:
        message = f"There is no diagram in {path}, nor below it."
        raise click.ClickException(message)
    with opened_engine() as engine:
        for edition in editions:
            definition_id = deploy_bundle(engine, None, read_edition(edition), note=note)
            if publish:
                publish_definition(engine, None, definition_id)
            state = "published" if publish else "deployed as a draft"
            click.echo(f"{edition}: {state} (process definition {definition_id}).")
