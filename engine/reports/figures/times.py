"""How long it takes."""

from collections.abc import Iterator

from engine.reports.figure import Column, ColumnKind, Figure, Material, Row
from engine.reports.ladder import is_settled, time_in_stage
from engine.reports.measures import times_of
from engine.reports.reported_case import ReportedCase

COLUMNS = (Column("Cases"), Column("Time", ColumnKind.TIMES))


def _whole(material: Material) -> Iterator[Row]:
    settled = [case for case in material.ended if is_settled(case)]
    yield _row("settled", "Settled cases", settled)
    yield _row("all", "All cases that ended", material.ended)


def _row(key: str, label: str, cases: list[ReportedCase]) -> Row:
    spans = [case.ended_at - case.raised_at for case in cases if case.ended_at is not None]
    return Row(key, label, (len(spans), times_of(spans)))


def _stages(material: Material) -> Iterator[Row]:
    for stage, title in material.places.stages.items():
        found = [time_in_stage(case, stage) for case in material.ended]
        spans = [span for span in found if span is not None]
        yield Row(stage, title, (len(spans), times_of(spans)))


FIGURES = (
    Figure("time_to_end", 4, "Time from raising to the end", "Which cases", COLUMNS, _whole),
    Figure("time_in_stage", 4, "Time in each stage", "Stage", COLUMNS, _stages),
)
