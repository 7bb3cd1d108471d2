"""Whether time limits were kept, and why not."""

from collections import Counter
from collections.abc import Iterator

from engine.definitions.application_forms import LATE, application_form
from engine.reports.figure import ChartKind, Column, ColumnKind, Figure, Material, Row
from engine.reports.measures import Share
from engine.reports.reported_case import Limit
from engine.vocabulary import LimitVerdict

VERDICTS = (
    LimitVerdict.KEPT,
    LimitVerdict.RECORDED_LATE,
    LimitVerdict.LATE,
    LimitVerdict.OVERDUE,
)
"""What a limit can have become that has ended. One that nobody needed any more has become none."""
COLUMNS = (
    Column("Kept"),
    Column("In time, recorded late"),
    Column("Late"),
    Column("Open and overdue"),
    Column("Share in time", ColumnKind.SHARE),
)
Found = list[tuple[Limit, LimitVerdict]]


def _ended(material: Material) -> Found:
    """Return the limits that ended in the period, with what became of each."""
    found = []
    for case in material.cases:
        for limit in case.limits:
            verdict = limit.verdict(material.now)
            if verdict in VERDICTS and material.period.holds(limit.ended_at):
                found.append((limit, verdict))
    return found


def _by_stage(material: Material) -> Iterator[Row]:
    found = _ended(material)
    for stage in material.places.levels:
        yield _row(stage, material.places.stages[stage], [f for f in found if f[0].stage == stage])


def _by_agency(material: Material) -> Iterator[Row]:
    found = _ended(material)
    asked = {key for limit, _ in found for key in limit.agencies}
    for key, name, is_found in material.places.agencies_with(asked):
        row = _row(key, name, [one for one in found if key in one[0].agencies])
        yield row._replace(is_found=is_found)


def _row(key: str, label: str, found: Found) -> Row:
    verdicts = Counter(verdict for _, verdict in found)
    in_time = verdicts[LimitVerdict.KEPT] + verdicts[LimitVerdict.RECORDED_LATE]
    counts = tuple(verdicts[verdict] for verdict in VERDICTS)
    return Row(key, label, (*counts, Share(in_time, verdicts.total())))


def _reasons(material: Material) -> Iterator[Row]:
    late = (limit for limit, verdict in _ended(material) if verdict is LimitVerdict.LATE)
    reasons = Counter(limit.late_reason for limit in late)
    for option in application_form(LATE).questions["late_reason"].options:
        yield Row(option.value, option.label, (reasons[option.value],))
    yield Row("none", "Nobody said why", (reasons[None],))


FIGURES = (
    Figure(
        "limits_by_stage",
        5,
        "Time limits by stage",
        "Stage",
        COLUMNS,
        _by_stage,
        ChartKind.STACKED,
    ),
    Figure(
        "limits_by_agency",
        5,
        "Time limits by agency",
        "Agency",
        COLUMNS,
        _by_agency,
        ChartKind.STACKED,
    ),
    Figure("late_reasons", 5, "Why it was late", "Reason", (Column("Limits"),), _reasons),
)
