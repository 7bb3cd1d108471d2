"""The clauses of the policy, and what carries each."""

from engine.definitions.clause_coverage import Carrier, cover_clauses
from engine.definitions.documentation.model import ClauseRow
from engine.definitions.subject import Subject

CARRIERS = {
    "element": "",
    "notification": "notice",
    "form": "form",
    "guidance": "page",
}


def clause_rows(subject: Subject) -> tuple[ClauseRow, ...]:
    """Return every clause in the order of the policy's text."""
    return tuple(
        ClauseRow(
            id=found.clause.id,
            source=found.clause.source,
            strength=found.clause.strength,
            paraphrase=found.clause.paraphrase,
            carried_by=tuple(_in_words(carrier) for carrier in found.carriers),
            not_modelled=found.clause.not_modelled,
        )
        for found in cover_clauses(subject).clauses
    )


def _in_words(carrier: Carrier) -> str:
    kind = CARRIERS.get(carrier.kind, carrier.kind)
    if carrier.kind == "guidance":
        return f"{kind}: {carrier.id} ({carrier.name})"
    return f"{kind}: “{carrier.name}”" if kind else f"“{carrier.name}”"
