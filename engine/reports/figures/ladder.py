"""How far up cases go, and where they are settled."""

from collections import Counter
from collections.abc import Iterator

from engine.reports.figure import ChartKind, Column, ColumnKind, Figure, Material, Row
from engine.reports.ladder import highest_stage, people_of, settled_stage
from engine.reports.measures import Share
from engine.vocabulary import Role

PEOPLE = {
    Role.PRACTITIONER: "Practitioners",
    Role.LINE_MANAGER: "Line managers",
    "above": "Higher up",
}


def _stages(material: Material) -> Iterator[Row]:
    levels = material.places.levels
    reached = Counter(highest_stage(case, levels) for case in material.ended)
    settled = Counter(settled_stage(case, levels) for case in material.ended)
    for level in levels:
        yield Row(level, material.places.stages[level], (reached[level], settled[level]))


def _people(material: Material) -> Iterator[Row]:
    levels = material.places.levels
    stages = [(case, settled_stage(case, levels)) for case in material.ended]
    found = Counter(people_of(case, stage) for case, stage in stages if stage is not None)
    for key, label in PEOPLE.items():
        yield Row(key, label, (found[key], Share(found[key], found.total())))


FIGURES = (
    Figure(
        "stages",
        3,
        "Highest stage reached",
        "Stage",
        (Column("Ended here"), Column("Settled here")),
        _stages,
        ChartKind.BARS,
    ),
    Figure(
        "settled_by",
        3,
        "Who settled it",
        "Level",
        (Column("Cases"), Column("Share", ColumnKind.SHARE)),
        _people,
        ChartKind.BARS,
    ),
)
