"""Danger alerts, and how soon each was answered."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from engine.reports.alerts import Alert, alerts_of
from engine.reports.figure import Column, ColumnKind, Figure, Material, Row
from engine.reports.measures import times_of


def _alerts(material: Material) -> Iterator[Row]:
    alerts = [
        alert
        for case in material.cases
        for alert in alerts_of(case)
        if material.period.holds(alert.sent_at)
    ]
    answered = [(alert, alert.answered_at) for alert in alerts]
    safe = [(alert, alert.safe_at) for alert in alerts]
    yield Row("sent", "Sent", (len(alerts), times_of(())))
    yield _row("answered", "Answered", answered)
    yield _row("safe", "The child recorded as safe", safe)
    yield Row("open", "Still open", (sum(alert.is_open for alert in alerts), times_of(())))


def _row(key: str, label: str, found: Sequence[tuple[Alert, datetime | None]]) -> Row:
    spans = [at - alert.sent_at for alert, at in found if at is not None]
    return Row(key, label, (len(spans), times_of(spans)))


FIGURES = (
    Figure(
        "danger",
        7,
        "Danger alerts",
        "",
        (Column("Alerts"), Column("Time from the alert", ColumnKind.TIMES)),
        _alerts,
    ),
)
