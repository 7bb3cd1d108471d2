"""`concord export`."""

import uuid
from pathlib import Path

import click

from api.commands.opening import opened_engine
from engine.context import Engine
from engine.definitions.bundle import Bundle
from engine.queries.exports import stored_draft, stored_version

ZIP = ".zip"
WHAT = "Name a process definition by its number, or a draft by its id."


@click.command()
@click.argument("name")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Write over files that are there.")
def export(name: str, target: Path, *, replace: bool) -> None:
    """Write the files of a version or of a draft into a folder, or into a zip file.

    NAME is the number of a process definition, or the id of a draft. A TARGET that ends in .zip
    becomes a zip file. Either can be brought back with `concord deploy`.
    """
    with opened_engine() as engine:
        bundle = _stored(engine, name)
    if target.suffix.lower() == ZIP:
        _refuse_existing((target,), replace=replace)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(bundle.to_bytes())
    else:
        _write_folder(bundle, target, replace=replace)
    click.echo(f"{len(bundle.files)} files → {target}")


def _stored(engine: Engine, name: str) -> Bundle:
    with engine.open_reading() as work:
        if name.isdecimal():
            return stored_version(work, int(name))
        try:
            return stored_draft(work, uuid.UUID(name))
        except ValueError as error:
            raise click.ClickException(WHAT) from error


def _write_folder(bundle: Bundle, folder: Path, *, replace: bool) -> None:
    # A bundle holds safe paths only: none of them leads out of the folder.
    files = {folder / path: content for path, content in bundle.files.items()}
    _refuse_existing(tuple(files), replace=replace)
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _refuse_existing(paths: tuple[Path, ...], *, replace: bool) -> None:
    there = next((path for path in paths if path.exists()), None)
    if there is not None and not replace:
        message = f"{there} is there already. Choose another place, or add --replace."
        raise click.ClickException(message)
