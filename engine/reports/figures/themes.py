"""What the differences of opinion are about."""

from collections import Counter
from collections.abc import Iterator

from engine.reports.figure import ChartKind, Column, Figure, Material, Row

QUESTION = "reason_codes"


def _themes(material: Material) -> Iterator[Row]:
    found: Counter[str] = Counter()
    for case in material.raised:
        given = [step.codes.get(QUESTION, ()) for step in case.steps]
        codes = {code for one in given for code in ((one,) if isinstance(one, str) else one)}
        found.update(codes)
    for (question, code), label in material.places.words.items():
        if question == QUESTION:
            yield Row(code, label, (found[code],))


FIGURES = (
    Figure("themes", 2, "What it was about", "Theme", (Column("Cases"),), _themes, ChartKind.BARS),
)
