"""Whether each agency confirmed what was recorded."""

from collections import Counter
from collections.abc import Iterator

from engine.queries.confirmations import CONFIRMS
from engine.reports.figure import ChartKind, Column, Figure, Material, Row


def _records(material: Material) -> Iterator[Row]:
    asked, confirmed, disputed = Counter[str](), Counter[str](), Counter[str]()
    for case in material.cases:
        for step in case.steps:
            forms = material.places.confirming_forms
            if step.form_key not in forms or not material.period.holds(step.opened_at):
                continue
            agency = step.agency or ""
            asked[agency] += 1
            confirmed[agency] += step.says(CONFIRMS, "yes")
            disputed[agency] += step.says(CONFIRMS, "no")
    for key, name, is_found in material.places.agencies_with(asked):
        missing = asked[key] - confirmed[key] - disputed[key]
        yield Row(key, name, (confirmed[key], disputed[key], missing), is_found)


FIGURES = (
    Figure(
        "records",
        8,
        "Confirmed and disputed records",
        "Agency",
        (Column("Confirmed"), Column("Disputed"), Column("Not answered")),
        _records,
        ChartKind.STACKED,
    ),
)
