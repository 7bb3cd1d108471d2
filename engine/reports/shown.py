"""Lays a report out in words: as it is read inside the partnership, or as it may leave it.

How numbers are told outside stands in `engine/reports/numbers.py`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.reports.definitions import DEFINITIONS
from engine.reports.figure import NOTHING_COUNTED, ChartKind, ColumnKind, Counted, Figure, Row
from engine.reports.figures import FIGURES
from engine.reports.figures.unused import UNUSED
from engine.reports.leaving import may_tell_silence
from engine.reports.measures import Share, Times, Value
from engine.reports.numbers import Numbers, ShownCell
from engine.reports.report import Report

BEFORE = "Period before"
MEDIAN, NINETIETH = "Median", "90th percentile"
TOO_FEW = "Nothing here reaches 5."
SILENCE_WITHHELD = "Left out: with so few cases, it would say too much about the other agencies."


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
    """Outside there is none: bars of “5 or more” would be of one length, whatever they mean."""
    series: tuple[int, ...]
    """The columns that a chart draws: counts of this period, or this one and the one before."""
    nothing: str
    """What stands in the place of a table without rows."""


@dataclass(frozen=True)
class ShownVersion:
    """A version of a procedure, and how many cases were raised under it, in words."""

    id: int
    name: str
    edition: str
    version: int
    published_at: datetime
    raised: str


def show_figures(report: Report, *, is_outside: bool) -> tuple[ShownFigure, ...]:
    """Return every figure in words, in order."""
    numbers = Numbers(is_outside)
    return tuple(_figure(figure, report.figures, report.before, numbers) for figure in FIGURES)


def show_versions(report: Report, *, is_outside: bool) -> tuple[ShownVersion, ...]:
    """Return the versions in force, and inside also others under which cases were raised."""
    numbers = Numbers(is_outside)
    return tuple(
        ShownVersion(
            id=used.version.id,
            name=used.version.name,
            edition=used.version.edition,
            version=used.version.version,
            published_at=used.version.published_at,
            raised=numbers.count(used.raised).text,
        )
        for used in report.versions
        if used.is_in_force or not is_outside
    )


def _figure(figure: Figure, now: Counted, before: Counted, numbers: Numbers) -> ShownFigure:
    earlier = {row.key: row for row in before.get(figure.key, ())}
    rows = [*now.get(figure.key, ()), *_gone(figure, now, earlier)]
    shown = [(row.is_found, _row(figure, row, earlier.get(row.key), numbers)) for row in rows]
    nothing = figure.nothing
    if numbers.is_outside:
        shown = _told(shown)
        # “Nothing to count” would tell none from a few.
        nothing = TOO_FEW if nothing == NOTHING_COUNTED else nothing
    if numbers.is_outside and figure.key == UNUSED and not may_tell_silence(now):
        shown, nothing = [], SILENCE_WITHHELD
    head = tuple(_head(figure, numbers))
    return ShownFigure(
        key=figure.key,
        title=figure.title,
        definition=DEFINITIONS[figure.key],
        of=figure.of,
        head=head,
        rows=tuple(row for _, row in shown),
        chart=ChartKind.NONE if numbers.is_outside else figure.chart,
        series=() if numbers.is_outside else _series(figure),
        nothing=nothing,
    )


def _series(figure: Figure) -> tuple[int, ...]:
    if figure.chart is ChartKind.NONE:
        return ()
    if figure.chart is ChartKind.BARS:
        return 0, 1
    kinds = [column.kind for column in figure.columns]
    # Beside the first column stands the period before.
    return 0, *range(2, kinds.count(ColumnKind.COUNT) + 1)


def _gone(figure: Figure, now: Counted, earlier: Mapping[str, Row]) -> Iterator[Row]:
    """Yield the rows of the period before that this one does not have, with nothing in them."""
    if not figure.is_compared:
        return
    known = {row.key for row in now.get(figure.key, ())}
    for row in earlier.values():
        if row.key not in known:
            yield Row(row.key, row.label, tuple(map(_none, row.values)), row.is_found)


def _none(value: Value) -> Value:
    if isinstance(value, Times):
        return Times(0.0, 0.0, 0)
    return Share(0, 0) if isinstance(value, Share) else 0


def _head(figure: Figure, numbers: Numbers) -> Iterator[str]:
    for place, column in enumerate(figure.columns):
        if column.kind is ColumnKind.TIMES:
            yield from (MEDIAN, NINETIETH)
        elif column.kind is not ColumnKind.SHARE or not numbers.is_outside:
            yield column.title
        if place == 0 and figure.is_compared:
            yield f"{column.title}, {BEFORE.lower()}"


def _row(figure: Figure, row: Row, earlier: Row | None, numbers: Numbers) -> ShownRow:
    before = earlier.values[0] if earlier else 0
    cells: list[ShownCell] = []
    for place, (column, value) in enumerate(zip(figure.columns, row.values, strict=True)):
        cells.extend(numbers.cells(column.kind, value))
        if place == 0 and figure.is_compared:
            cells.extend(numbers.cells(column.kind, before))
    return ShownRow(row.key, row.label, tuple(cells))


def _told(shown: list[tuple[bool, ShownRow]]) -> list[tuple[bool, ShownRow]]:
    """Leave out what stands here only because it was counted, and is not told.

    What is left of it goes by name: an order by exact numbers would tell of them.
    """
    found = [row for is_found, row in shown if is_found and _says(row)]
    standing = [one for one in shown if not one[0]]
    return standing + [(True, row) for row in sorted(found, key=lambda row: row.label)]


def _says(row: ShownRow) -> bool:
    return any(cell.number is not None for cell in row.cells)
