"""Agencies that the report hears nothing of: silence is a finding."""

from collections.abc import Iterator

from engine.reports.figure import Column, Figure, Material, Row


def _unused(material: Material) -> Iterator[Row]:
    raising = {case.raising for case in material.raised}
    for key, name in material.places.agencies.items():
        if key not in raising:
            received = sum(key in case.receiving for case in material.raised)
            yield Row(key, name, (received,))


UNUSED = "unused"
"""Its key: outside, it needs a rule of its own."""

FIGURES = (
    Figure(
        UNUSED,
        13,
        "Agencies that raised no case",
        "Agency",
        (Column("Cases received"),),
        _unused,
        is_compared=False,
        nothing="Every agency of the partnership raised a case.",
    ),
)
