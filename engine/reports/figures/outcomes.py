"""How cases ended."""

from collections import Counter
from collections.abc import Iterator

from engine.english import sentence
from engine.reports.figure import ChartKind, Column, Figure, Material, Row
from engine.reports.markers import NOT_JUSTIFIED, RESOLVED, UNDERSTOOD, UNRESOLVED
from engine.reports.reported_case import ReportedCase
from engine.vocabulary import CLOSINGS

ENDS = {
    RESOLVED: "Resolved",
    UNDERSTOOD: "Reasons understood",
    NOT_JUSTIFIED: "Found not justified, not taken further",
    UNRESOLVED: "Closed unresolved",
}
OTHER = "other"


def _outcomes(material: Material) -> Iterator[Row]:
    found = Counter(_end(case) for case in material.ended)
    for end, label in ENDS.items():
        if end in material.places.known:
            yield Row(end, label, (found[end],))
    for reason, words in CLOSINGS.items():
        yield Row(reason, f"{sentence(words)} (closed outside the procedure)", (found[reason],))
    if found[OTHER]:
        yield Row(OTHER, "Another end", (found[OTHER],), is_found=True)


def _end(case: ReportedCase) -> str:
    end = case.closed_as or case.outcome or OTHER
    return end if end in ENDS or end in CLOSINGS else OTHER


FIGURES = (
    Figure("outcomes", 9, "How cases ended", "End", (Column("Cases"),), _outcomes, ChartKind.BARS),
)
