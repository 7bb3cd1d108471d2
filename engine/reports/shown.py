"""Lays a report out in words: as it is read inside the partnership, or as it may leave it.

Outside, every count goes through the one rule of `engine/queries/case_counts.py`, which nobody can
subtract their way around, and a time is told only where enough cases stand behind it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from engine.english import counted
from engine.queries.case_counts import FEW, CaseCount, count_for
from engine.reports.definitions import DEFINITIONS
from engine.reports.figure import ChartKind, ColumnKind, Counted, Figure, Row
from engine.reports.figures import FIGURES
from engine.reports.measures import Share, Times, Value
from engine.reports.periods import Period, Span
from engine.reports.report import Report

NOTHING = "–"
MANY = FEW * FEW
BEFORE = "Period before"
MEDIAN, NINETIETH = "Median", "90th percentile"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class ShownCell:
    """A cell: its words, and the number behind them where it is a count."""

    text: str
    number: int | None = None
    """At least how many; None: no count, or a count that is hidden."""


@dataclass(frozen=True)
class ShownRow:
    """A row: what it is about, and its cells."""

    key: str
    label: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True)
class ShownFigure:
    """A figure as page, file and paper show it."""

    key: str
    title: str
    definition: str
    of: str
    head: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    chart: ChartKind
    series: tuple[int, ...]
    """The columns that a chart draws: counts of this period, or this one and the one before."""


@dataclass(frozen=True)
class Numbers:
    """Who the numbers are for."""

    is_outside: bool

    def count(self, number: int) -> ShownCell:
        """Return a count as the reader may know it."""
        known: CaseCount = count_for(number, is_exact=not self.is_outside)
        return ShownCell(known.in_words, known.number)

    def share(self, share: Share) -> ShownCell:
        """Return a share in percent."""
        percent = share.percent
        return ShownCell(NOTHING if percent is None else f"{percent:.0f} %")

    def times(self, times: Times) -> Iterator[ShownCell]:
        """Yield median and 90th percentile."""
        for seconds, least in ((times.median, FEW), (times.ninetieth, MANY)):
            enough = least if self.is_outside else 1
            is_told = times.of >= enough
            span = timedelta(seconds=seconds)
            yield ShownCell(span_in_words(span, self.is_outside) if is_told else NOTHING)


def span_in_words(span: timedelta, is_rough: bool = False) -> str:  # noqa: FBT001, FBT002 - passed on
    """Return “3 days 4 hours” or “2 hours 10 minutes”; rough: whole days, or whole hours."""
    minutes = round(span / timedelta(minutes=1))
    days, hours = divmod(minutes // 60, 24)
    if is_rough:
        return counted(round(span / DAY), "day") if days else counted(max(hours, 1), "hour")
    if days:
        return counted(days, "day") + (f" {counted(hours, 'hour')}" if hours else "")
    if hours:
        rest = minutes % 60
        return counted(hours, "hour") + (f" {counted(rest, 'minute')}" if rest else "")
    return counted(minutes, "minute") if minutes else "less than a minute"


def show_figures(report: Report, *, is_outside: bool) -> tuple[ShownFigure, ...]:
    """Return every figure in words, in order."""
    numbers = Numbers(is_outside)
    return tuple(_figure(figure, report.figures, report.before, numbers) for figure in FIGURES)


def may_leave(period: Period) -> bool:
    """Tell whether a period has a version that may leave the partnership.

    Quarters and financial years lie in one another like boxes. Years that overlap could be
    subtracted from one another.
    """
    return period.span is Span.QUARTER or period.is_financial_year


def _figure(figure: Figure, now: Counted, before: Counted, numbers: Numbers) -> ShownFigure:
    earlier = {row.key: row for row in before.get(figure.key, ())}
    rows = [*now.get(figure.key, ()), *_gone(figure, now, earlier)]
    is_stacked = figure.chart is ChartKind.STACKED
    head = tuple(_head(figure, numbers))
    kinds = [column.kind for column in figure.columns]
    counts = kinds.count(ColumnKind.COUNT)
    return ShownFigure(
        key=figure.key,
        title=figure.title,
        definition=DEFINITIONS[figure.key],
        of=figure.of,
        head=head,
        rows=tuple(_row(figure, row, earlier.get(row.key), numbers) for row in rows),
        chart=figure.chart,
        series=(0, *range(2, counts + 1)) if is_stacked else (0, 1),
    )


def _gone(figure: Figure, now: Counted, earlier: Mapping[str, Row]) -> Iterator[Row]:
    """Yield the rows of the period before that this one does not have, with nothing in them."""
    if not figure.is_compared:
        return
    known = {row.key for row in now.get(figure.key, ())}
    for row in earlier.values():
        if row.key not in known:
            yield Row(row.key, row.label, tuple(map(_none, row.values)))


def _none(value: Value) -> Value:
    if isinstance(value, Times):
        return Times(0.0, 0.0, 0)
    return Share(0, 0) if isinstance(value, Share) else 0


def _head(figure: Figure, numbers: Numbers) -> Iterator[str]:
    for place, column in enumerate(figure.columns):
        if column.kind is ColumnKind.TIMES:
            yield from (MEDIAN, NINETIETH)
        elif column.kind is ColumnKind.COUNT or not numbers.is_outside:
            yield column.title
        if place == 0 and figure.is_compared:
            yield f"{column.title}, {BEFORE.lower()}"


def _row(figure: Figure, row: Row, earlier: Row | None, numbers: Numbers) -> ShownRow:
    before = earlier.values[0] if earlier else 0
    cells: list[ShownCell] = []
    for place, value in enumerate(row.values):
        cells.extend(_cells(value, numbers))
        if place == 0 and figure.is_compared:
            cells.extend(_cells(before, numbers))
    return ShownRow(row.key, row.label, tuple(cells))


def _cells(value: Value, numbers: Numbers) -> Sequence[ShownCell]:
    if isinstance(value, Times):
        return tuple(numbers.times(value))
    if isinstance(value, Share):
        return () if numbers.is_outside else (numbers.share(value),)
    return (numbers.count(value),)
