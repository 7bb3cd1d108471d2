"""`concord scenarios`."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from api.procedure_files import WORKFLOWS, find_editions, read_edition
from engine.persistence.database import connect
from engine.trial.scenarios import ScenarioResult, run_scenarios


@click.command()
@click.argument("procedures", nargs=-1)
def scenarios(procedures: Sequence[str]) -> None:
    """Run the scenarios beside the diagrams, of all procedures or of those named.

    A PROCEDURE is the name of a folder under `workflows`, or the path of a folder.
    """
    results = [
        result
        for name in procedures or (str(WORKFLOWS),)
        for edition in _editions(name)
        for result in _run(edition)
    ]
    failed = sum(not result.passed for result in results)
    click.echo(f"{len(results) - failed} scenario(s) passed, {failed} failed.")
    if failed or not results:
        raise SystemExit(1)


def _editions(name: str) -> tuple[Path, ...]:
    folder = WORKFLOWS / name if (WORKFLOWS / name).is_dir() else Path(name)
    editions = find_editions(folder)
    if not editions:
        message = f"There is no procedure {name}."
        raise click.ClickException(message)
    return editions


def _run(edition: Path) -> list[ScenarioResult]:
    """Run an edition's scenarios on a database that is thrown away afterwards."""
    click.echo(edition.parent.name + " " + edition.name)
    with tempfile.TemporaryDirectory(prefix="concord-trial-") as folder:
        database = connect(f"sqlite:///{folder}/trial.db")
        results = []
        for result in run_scenarios(database, read_edition(edition)):
            click.echo(f"  {'passed' if result.passed else 'FAILED'}  {result.title}")
            if result.failure:
                click.echo(f"          {result.failure}")
            results.append(result)
        database.engine.dispose()
    return results
