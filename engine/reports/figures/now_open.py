"""What is open, where, and for how long."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import timedelta

from engine.reports.figure import ChartKind, Column, Figure, Material, Row
from engine.reports.ladder import stage_at

AGES = (timedelta(days=7), timedelta(days=28), timedelta(days=91))
COLUMNS = (
    Column("Under 1 week"),
    Column("1 to 4 weeks"),
    Column("4 to 13 weeks"),
    Column("Over 13 weeks"),
)


def _open(material: Material) -> Iterator[Row]:
    moment = material.closing_moment
    counts = {stage: [0] * len(COLUMNS) for stage in material.places.stages}
    for case in material.cases:
        if case.raised_at >= moment or (case.ended_at is not None and case.ended_at < moment):
            continue
        stage = stage_at(case, moment)
        if stage in counts:
            counts[stage][bisect_right(AGES, moment - case.raised_at)] += 1
    for stage, title in material.places.stages.items():
        yield Row(stage, title, tuple(counts[stage]))


FIGURES = (
    Figure("open", 6, "Open cases by stage and age", "Stage", COLUMNS, _open, ChartKind.STACKED),
)
