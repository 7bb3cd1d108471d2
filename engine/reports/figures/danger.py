"""Danger alerts, and how soon each was answered."""

from collections.abc import Iterator

from engine.reports.figure import Column, ColumnKind, Figure, Material, Row
from engine.reports.measures import times_of


def _alerts(material: Material) -> Iterator[Row]:
    alerts = [
        step
        for case in material.cases
        for step in case.steps
        if step.is_danger and material.period.holds(step.opened_at)
    ]
    spans = [
        step.closed_at - step.opened_at
        for step in alerts
        if step.is_done and step.closed_at is not None
    ]
    counts = len(alerts), len(spans), sum(step.closed_at is None for step in alerts)
    yield Row("alerts", "Danger alerts", (*counts, times_of(spans)))


FIGURES = (
    Figure(
        "danger",
        7,
        "Danger alerts",
        "",
        (
            Column("Alerts"),
            Column("Answered"),
            Column("Open"),
            Column("Time to the answer", ColumnKind.TIMES),
        ),
        _alerts,
    ),
)
