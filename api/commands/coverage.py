"""`concord coverage`."""

import json
from collections.abc import Iterator
from pathlib import Path
from textwrap import shorten
from typing import Any

import click

from api.commands.editions import editions_of
from api.procedure_files import read_edition
from engine.definitions.clause_coverage import ClauseCoverage, CoveredClause, cover_clauses
from engine.definitions.subject import read_subject

WIDTH = 90
"""How much of a paraphrase or a label stands in a line."""


@click.command()
@click.argument("procedure")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def coverage(procedure: str, format_: str) -> None:
    """Print each clause of a procedure's policy, and what carries it.

    PROCEDURE is the name of a folder under `workflows`, or the path of a folder. Exit code 1 when
    nothing carries a clause, or what carries it is gone or does not name it.
    """
    found = {edition: _cover(edition) for edition in editions_of(procedure)}
    if format_ == "json":
        document = [_document(edition, covered) for edition, covered in found.items()]
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        for edition, covered in found.items():
            _tell(edition, covered)
    if any(covered.all_gaps for covered in found.values()):
        raise SystemExit(1)


def _cover(edition: Path) -> ClauseCoverage:
    return cover_clauses(read_subject(read_edition(edition).files))


def _tell(edition: Path, covered: ClauseCoverage) -> None:
    click.echo(f"{edition.parent.name} {edition.name}, policy {covered.policy}")
    for found in covered.clauses:
        click.echo("\n".join(_lines(found)))
    for gap in covered.gaps:
        click.echo(f"  GAP: {gap}")
    carried = sum(bool(found.carriers) for found in covered.clauses)
    click.echo(
        f"{len(covered.clauses)} clause(s): {carried} carried, "
        f"{sum(_is_left_out(found) for found in covered.clauses)} not modelled for a reason, "
        f"{len(covered.all_gaps)} gap(s)."
    )


def _lines(found: CoveredClause) -> Iterator[str]:
    clause = found.clause
    yield f"  {clause.id}  {clause.strength}  {_short(clause.paraphrase)}"
    for carrier in found.carriers:
        yield f"      {carrier.kind}  {carrier.id}: {_short(carrier.name)}"
    if _is_left_out(found):
        yield f"      not modelled: {_short(clause.not_modelled)}"
    for gap in found.gaps:
        yield f"      GAP: {gap}"


def _is_left_out(found: CoveredClause) -> bool:
    return bool(found.clause.not_modelled) and not found.carriers


def _short(text: str) -> str:
    return shorten(text, WIDTH, placeholder=" …")


def _document(edition: Path, covered: ClauseCoverage) -> dict[str, Any]:
    return {
        "procedure": edition.parent.name,
        "edition": edition.name,
        "policy": covered.policy,
        "clauses": [_clause_document(found) for found in covered.clauses],
        "gaps": list(covered.all_gaps),
    }


def _clause_document(found: CoveredClause) -> dict[str, Any]:
    clause = found.clause
    return {
        "id": clause.id,
        "source": clause.source,
        "strength": clause.strength,
        "paraphrase": clause.paraphrase,
        "time_limit": clause.time_limit,
        "carried_by": [vars(carrier) for carrier in found.carriers],
        "not_modelled": clause.not_modelled or None,
        "gaps": list(found.gaps),
    }
