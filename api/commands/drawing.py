"""`concord draw`."""

from collections.abc import Sequence
from pathlib import Path

import click

from api.procedure_files import find_editions
from engine.definitions.diagram import NotBpmnError
from engine.definitions.drawing import draw_diagram
from engine.spiff.document import DocumentRefused


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--into",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the pictures; it is made when it is missing.",
)
def draw(paths: Sequence[Path], folder: Path) -> None:
    """Draw diagrams as SVG pictures: files, or folders with editions below.

    A picture is called after its procedure, its edition and its diagram.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        for diagram in _diagrams(path):
            picture = folder / picture_name(diagram)
            picture.write_text(_drawn(diagram), encoding="utf-8", newline="\n")
            click.echo(f"{diagram} → {picture}")


def picture_name(diagram: Path) -> str:
    """Return what the picture of a diagram is called: procedure, edition, diagram."""
    folder = diagram.resolve().parent
    return f"{folder.parent.name}-{folder.name}-{diagram.stem}.svg"


def _diagrams(path: Path) -> Sequence[Path]:
    if path.is_file():
        return (path,)
    return sorted(diagram for edition in find_editions(path) for diagram in edition.glob("*.bpmn"))


def _drawn(diagram: Path) -> str:
    try:
        return draw_diagram(diagram.read_bytes(), states={}) + "\n"
    except (DocumentRefused, NotBpmnError) as refused:
        message = f"{diagram} cannot be drawn: {refused}"
        raise click.ClickException(message) from refused
