"""`concord compare`."""

import json
from itertools import groupby
from pathlib import Path

import click

from api.commands.opening import opened_engine
from api.procedure_files import find_editions, read_edition, read_zip
from engine.definitions.bundle import Bundle
from engine.definitions.comparison import KIND_TITLES, Comparison, Weight, compare_bundles
from engine.errors import NotFoundError
from engine.persistence.definitions import ProcessDefinition


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--json", "as_json", is_flag=True, help="Print a document for programs.")
@click.option("--all", "shows_all", is_flag=True, help="Also what is in words or drawing only.")
def compare(old: str, new: str, *, as_json: bool, shows_all: bool) -> None:
    """Print what differs between two versions: edition folders, zip files, or ids of versions.

    A number is the id of a version in the database, unless a file or folder has that name.
    """
    comparison = compare_bundles(_bundle(old), _bundle(new))
    if as_json:
        click.echo(json.dumps(comparison.as_dict(), indent=2, ensure_ascii=False))
    else:
        _tell(comparison, tuple(Weight) if shows_all else (Weight.CONSEQUENCE,))


def _bundle(name: str) -> Bundle:
    path = Path(name)
    if path.is_dir():
        return _folder(path)
    if path.is_file():
        return read_zip(path)
    if name.isascii() and name.isdigit():
        return _version(int(name))
    raise click.ClickException(f"There is no folder, zip file or version {name}.")


def _folder(path: Path) -> Bundle:
    editions = find_editions(path)
    if len(editions) != 1:
        found = "no edition" if not editions else f"{len(editions)} editions"
        raise click.ClickException(f"There is {found} in {path}: name the folder of one edition.")
    return read_edition(editions[0])


def _version(process_definition_id: int) -> Bundle:
    with opened_engine() as engine, engine.open_reading() as work:
        if work.session.get(ProcessDefinition, process_definition_id) is None:
            raise NotFoundError("process definition", process_definition_id)
        return engine.definitions.compiled(work, process_definition_id).bundle


def _tell(comparison: Comparison, weights: tuple[Weight, ...]) -> None:
    click.echo("What changes for people")
    for words in (*comparison.summary, *comparison.unread):
        click.echo(f"  {words}")
    chosen = comparison.of_weight(*weights)
    for kind, found in groupby(chosen, key=lambda one: one.kind):
        click.echo(f"\n{KIND_TITLES[kind]}")
        for one in found:
            clauses = f" [{', '.join(one.clauses)}]" if one.clauses else ""
            click.echo(f"  {one.sentence}{clauses}  ({one.place.id})")
    left = len(comparison.differences) - len(chosen)
    if left:
        click.echo(f"\n{left} more in words or in the drawing only: add --all.")
