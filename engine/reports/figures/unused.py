"""Agencies that the report hears nothing of: silence is a finding."""

from collections.abc import Iterator

from engine.reports.figure import Column, Figure, Material, Row


def _unused(material: Material) -> Iterator[Row]:
    seen = {key for case in material.raised for key in case.agencies}
    raising = {case.raising for case in material.raised}
    for key, name in material.places.agencies.items():
        if key not in raising:
            received = sum(key in case.receiving for case in material.raised)
            label = name if key in seen else f"{name}: neither raised nor received a case"
            yield Row(key, label, (0, received))


FIGURES = (
    Figure(
        "unused",
        13,
        "Agencies that raised no case",
        "Agency",
        (Column("Raised"), Column("Received")),
        _unused,
        is_compared=False,
    ),
)
