"""Which editions a command is about, by what a person types."""

from pathlib import Path

import click

from api.procedure_files import WORKFLOWS, find_editions


def editions_of(name: str) -> tuple[Path, ...]:
    """Return the edition folders of a procedure: the name of its folder, or a path.

    Raises:
        ClickException: there is no diagram.
    """
    folder = WORKFLOWS / name if (WORKFLOWS / name).is_dir() else Path(name)
    editions = find_editions(folder)
    if not editions:
        message = f"There is no procedure {name}."
        raise click.ClickException(message)
    return editions
