"""How the numbers of a report are told: exactly inside the partnership, roughly outside.

Outside, every count goes through `coarse_count` of `engine/queries/case_counts.py`, which nobody
can subtract their way around. It does not tell none from a few: of four places with “fewer than 5”
and a total of “fewer than 5”, each would have exactly one if it were known that none is empty.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from engine.english import counted
from engine.queries.case_counts import FEW, CaseCount, coarse_count
from engine.reports.figure import ColumnKind
from engine.reports.measures import Share, Times, Value

NOTHING = "–"
MANY = FEW * FEW
DAY = timedelta(days=1)


@dataclass(frozen=True)
class ShownCell:
    """A cell: its words, and the number behind them where it is a count."""

    text: str
    number: int | None = None
    """At least how many; None: no count, or a count that is hidden."""


@dataclass(frozen=True)
class Numbers:
    """Who the numbers are for."""

    is_outside: bool

    def cells(self, kind: ColumnKind, value: Value) -> Sequence[ShownCell]:
        """Return the cells of a value; outside, a share has none."""
        if isinstance(value, Times):
            return tuple(self._times(value))
        if isinstance(value, Share):
            return () if self.is_outside else (_share(value),)
        return (ShownCell(str(value), value),) if kind is ColumnKind.OPEN else (self.count(value),)

    def count(self, number: int) -> ShownCell:
        """Return a count of cases, or of what happened in them, as the reader may know it."""
        known = coarse_count(number) if self.is_outside else CaseCount(number)
        return ShownCell(known.in_words, known.number)

    def _times(self, times: Times) -> Iterator[ShownCell]:
        """Yield median and 90th percentile."""
        for seconds, least in ((times.median, FEW), (times.ninetieth, MANY)):
            enough = least if self.is_outside else 1
            is_told = times.of >= enough
            span = timedelta(seconds=seconds)
            yield ShownCell(span_in_words(span, self.is_outside) if is_told else NOTHING)


def _share(share: Share) -> ShownCell:
    percent = share.percent
    return ShownCell(NOTHING if percent is None else f"{percent:.0f} %")


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
