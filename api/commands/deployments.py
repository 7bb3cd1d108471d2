"""`concord deploy`."""

from collections.abc import Sequence
from pathlib import Path

import click

from api.commands.opening import opened_engine
from api.procedure_files import find_editions, read_edition, read_zip
from engine.access import Actor
from engine.context import Engine
from engine.definitions.bundle import Bundle
from engine.queries.actors import load_actor_by_email
from engine.runtime.deployments import deploy_bundle, publish_definition
from engine.workshop.bringing_in import bring_in

WHOSE = "Say whose draft it becomes, with --person EMAIL; or publish it, with --publish."


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--publish", is_flag=True, help="New cases follow this version at once.")
@click.option("--note", default="", help="Why; people see it beside the version or the draft.")
@click.option("--person", "email", default="", help="Whose draft it becomes, or who publishes it.")
def deploy(path: Path, *, publish: bool, note: str, email: str) -> None:
    """Bring in an edition's folder or zip file, or every edition below a folder.

    It becomes a draft of the person, which somebody else approves in the workshop. With --publish
    new cases follow it at once. Without --person that is a matter of whoever runs this command:
    they have the database anyway.
    """
    if not publish and not email:
        raise click.UsageError(WHOSE)
    with opened_engine() as engine:
        actor = _actor(engine, email) if email else None
        for place, bundle in _bundles(path):
            became = _bring_in(engine, actor, bundle, publish=publish, note=note)
            click.echo(f"{place}: {became}.")


def _actor(engine: Engine, email: str) -> Actor:
    with engine.open_reading() as work:
        return load_actor_by_email(work, email, engine.clock.now())


def _bundles(path: Path) -> Sequence[tuple[Path, Bundle]]:
    if path.is_file():
        return ((path, read_zip(path)),)
    editions = find_editions(path)
    if not editions:
        message = f"There is no diagram in {path}, nor below it."
        raise click.ClickException(message)
    return tuple((edition, read_edition(edition)) for edition in editions)


def _bring_in(
    engine: Engine, actor: Actor | None, bundle: Bundle, *, publish: bool, note: str
) -> str:
    """Return what the files became, in words."""
    if actor is None:
        definition_id = deploy_bundle(engine, None, bundle, note=note)
        publish_definition(engine, None, definition_id)
        return f"published (process definition {definition_id})"
    became = bring_in(engine, actor, bundle, publish=publish, note=note)
    if became.draft_id is not None:
        return f"a draft in the workshop (draft {became.draft_id})"
    verb = "published" if publish else "already there"
    return f"{verb} (process definition {became.process_definition_id})"
