"""`concord scenarios`."""

from collections.abc import Sequence
from pathlib import Path

import click

from api.commands.coverage_page import CoveredEdition, coverage_page
from api.commands.editions import editions_of
from api.procedure_files import WORKFLOWS, read_edition
from engine.trial.databases import open_throw_away_database
from engine.trial.scenarios import ScenarioResult, run_scenarios


@click.command()
@click.argument("procedures", nargs=-1)
@click.option(
    "--coverage",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page with the diagrams, and what the scenarios reach, to this file.",
)
@click.option(
    "--database",
    "server",
    help="The URL of a PostgreSQL database whose user may create others, to run there.",
)
def scenarios(procedures: Sequence[str], page: Path | None, server: str | None) -> None:
    """Run the scenarios beside the diagrams, of all procedures or of those named.

    A PROCEDURE is the name of a folder under `workflows`, or the path of a folder. Each edition
    gets a database of its own, which is thrown away afterwards.
    """
    editions = [e for name in procedures or (str(WORKFLOWS),) for e in editions_of(name)]
    found = {edition: _run(edition, server) for edition in editions}
    if page is not None:
        covered = [CoveredEdition(e, read_edition(e), results) for e, results in found.items()]
        page.write_text(coverage_page(covered), encoding="utf-8", newline="\n")
        click.echo(f"What they reach: {page}")
    every = [result for results in found.values() for result in results]
    failed = sum(not result.passed for result in every)
    click.echo(f"{len(every) - failed} scenario(s) passed, {failed} failed.")
    if failed or not every:
        raise SystemExit(1)


def _run(edition: Path, server: str | None) -> list[ScenarioResult]:
    click.echo(edition.parent.name + " " + edition.name)
    results = []
    with open_throw_away_database(server) as database:
        for result in run_scenarios(database, read_edition(edition)):
            click.echo(f"  {'passed' if result.passed else 'FAILED'}  {result.title}")
            if result.failure:
                click.echo(f"          {result.failure}")
            results.append(result)
    return results
