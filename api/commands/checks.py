"""`concord check`."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from api.procedure_files import find_editions, read_edition, read_zip
from engine.definitions.bundle import BundleRefusedError
from engine.definitions.checking import check_files
from engine.definitions.problem import Problem
from engine.english import counted

UNREADABLE = "readable-file"
ZIP = ".zip"


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def check(paths: Sequence[Path], format_: str, *, as_json: bool) -> None:
    """Check files, zip files, edition folders, or folders with editions below.

    Exit code 1 when something is wrong that keeps a procedure from being deployed.
    """
    found = [(place, tuple(problems)) for path in paths for place, problems in _check(path)]
    problems = [problem for _, of_place in found for problem in of_place]
    if as_json or format_ == "json":
        click.echo(json.dumps([problem.as_dict() for problem in problems], indent=2))
    else:
        for place, of_place in found:
            _report(place, of_place)
        errors = sum(problem.is_error for problem in problems)
        click.echo(f"{errors} error(s), {len(problems) - errors} warning(s).")
    if any(problem.is_error for problem in problems):
        raise SystemExit(1)


def _report(place: Path, problems: Sequence[Problem]) -> None:
    """Print what was found at one place: by check, each remedy said once for those who share it."""
    if not problems:
        return
    errors = sum(problem.is_error for problem in problems)
    click.echo(
        f"{place}: {counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}\n"
    )
    for (severity, check_), of_check in groupby(sorted(problems, key=_group), key=_group):
        same = list(of_check)
        click.echo(f"  {severity}: {check_} ({len(same)}), see {same[0].help}")
        for position, problem in enumerate(same):
            click.echo(f"    {_place(problem)}: {problem.message}")
            if position + 1 == len(same) or same[position + 1].remedy != problem.remedy:
                click.echo(f"      → {problem.remedy}")
        click.echo()


def _group(problem: Problem) -> tuple[str, str]:
    return problem.severity, problem.check


def _place(problem: Problem) -> str:
    """Return where it is: file, line and element, as far as there are any."""
    parts = (problem.file or "the whole", problem.line, problem.element_id)
    return ":".join(str(part) for part in parts if part)


def _check(path: Path) -> Iterator[tuple[Path, Sequence[Problem]]]:
    try:
        if path.is_dir():
            yield from _check_folder(path)
        elif path.suffix.lower() == ZIP:
            yield path, check_files(read_zip(path).files)
        else:
            yield path, check_files({path.name: path.read_bytes()})
    except (OSError, BundleRefusedError) as error:
        yield path, (_unreadable(path, str(error)),)


def _check_folder(folder: Path) -> Iterator[tuple[Path, Sequence[Problem]]]:
    editions = find_editions(folder)
    if not editions:
        yield folder, (_unreadable(folder, "There is no diagram in this folder, nor below it."),)
    for edition in editions:
        yield edition, check_files(read_edition(edition).files)


def _unreadable(path: Path, message: str) -> Problem:
    return Problem(
        check=UNREADABLE,
        severity="error",
        file=str(path),
        element_id=None,
        line=None,
        message=message,
        remedy="Name a diagram, or the folder or zip file of an edition.",
    )
