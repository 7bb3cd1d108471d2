"""`concord check`."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from api.procedure_files import find_editions, read_edition
from engine.definitions.bundle import BundleRefusedError
from engine.definitions.checking import check_files
from engine.definitions.problem import Problem

UNREADABLE = "readable-files"


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def check(paths: Sequence[Path], format_: str) -> None:
    """Check diagrams and forms: files, edition folders, or folders with editions below.

    Exit code 1 when something is wrong that keeps a procedure from being deployed.
    """
    problems = [problem for path in paths for problem in _check(path)]
    if format_ == "json":
        click.echo(json.dumps([problem.as_dict() for problem in problems], indent=2))
    else:
        _report(problems)
    if any(problem.is_error for problem in problems):
        raise SystemExit(1)


def _report(problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem))
    errors = sum(problem.is_error for problem in problems)
    click.echo(f"{errors} error(s), {len(problems) - errors} warning(s).")


def _check(path: Path) -> Iterator[Problem]:
    try:
        if path.is_dir():
            yield from _check_folder(path)
        else:
            yield from check_files({path.name: path.read_bytes()})
    except (OSError, BundleRefusedError) as error:
        yield _unreadable(path, str(error))


def _check_folder(folder: Path) -> Iterator[Problem]:
    editions = find_editions(folder)
    if not editions:
        yield _unreadable(folder, "There is no diagram in this folder, nor below it.")
    for edition in editions:
        yield from check_files(read_edition(edition).files)


def _unreadable(path: Path, message: str) -> Problem:
    return Problem(
        check=UNREADABLE,
        severity="error",
        file=str(path),
        element_id=None,
        line=None,
        message=message,
        remedy="Name a diagram, a form, or the folder of an edition.",
    )
