"""What a figure of the report is: a table that is counted, with its definition beside it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from engine.reports.measures import Value
from engine.reports.periods import Period
from engine.reports.places import Places
from engine.reports.reported_case import ReportedCase

NOTHING_COUNTED = "Nothing to count in this period."


class ColumnKind(StrEnum):
    """What stands in a column."""

    COUNT = "count"
    """Of cases, or of what happened in them."""
    OPEN = "open"
    """A count of something that anybody may know."""
    SHARE = "share"
    TIMES = "times"
    """Median and 90th percentile: two cells."""


@dataclass(frozen=True)
class Column:
    """A column of a figure."""

    title: str
    kind: ColumnKind = ColumnKind.COUNT


class Row(NamedTuple):
    """A row of a figure."""

    key: str
    label: str
    values: tuple[Value, ...]
    is_found: bool = False
    """Whether it stands here only because something was counted: that alone says “one at least”."""


class ChartKind(StrEnum):
    """How a figure is drawn."""

    NONE = "none"
    BARS = "bars"
    """A bar for each row, from the first column, with one for the period before."""
    STACKED = "stacked"
    """A bar for each row, made of all counts."""


@dataclass(frozen=True)
class Material:
    """What there is to count: every case that was open at some time of a period."""

    period: Period
    now: datetime
    cases: Sequence[ReportedCase]
    places: Places

    @property
    def raised(self) -> list[ReportedCase]:
        """The cases raised in the period."""
        return [case for case in self.cases if self.period.holds(case.raised_at)]

    @property
    def ended(self) -> list[ReportedCase]:
        """The cases ended in the period."""
        return [case for case in self.cases if self.period.holds(case.ended_at)]

    @property
    def closing_moment(self) -> datetime:
        """The end of the period; while it lasts, now."""
        return min(self.now, self.period.ends_at)


@dataclass(frozen=True)
class Figure:
    """One figure: what it is called, what exactly is counted, and how."""

    key: str
    item: int
    """The number of the item in docs/report.md."""
    title: str
    of: str
    """What a row is: “Agency”."""
    columns: tuple[Column, ...]
    count: Callable[[Material], Iterable[Row]] = field(repr=False)
    chart: ChartKind = ChartKind.NONE
    is_compared: bool = True
    """Whether the first column of the period before stands beside it."""
    nothing: str = NOTHING_COUNTED
    """What stands in the place of a table without rows."""


Counted = Mapping[str, tuple[Row, ...]]
"""The rows of each figure by its key."""
