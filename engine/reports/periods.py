"""The spans of time that a report is made for: a quarter, or the year that ends with it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from engine.clock import LONDON
from engine.errors import InputRefusedError

QUARTER_MONTHS = (1, 4, 7, 10)
FINANCIAL_YEAR_END = 4
"""The month after the last one of a financial year."""


class Span(StrEnum):
    """How long a period is."""

    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class Period:
    """A quarter, or four of them, in London time."""

    quarter: date
    """The first day of its last quarter."""
    span: Span

    @property
    def key(self) -> str:
        """As an address and a file name it: `2026-07.quarter`."""
        return f"{self.quarter:%Y-%m}.{self.span}"

    @property
    def first_day(self) -> date:
        """The first day of it."""
        return self.quarter if self.span is Span.QUARTER else moved(self.quarter, -9)

    @property
    def last_month(self) -> date:
        """The first day of its last month."""
        return moved(self.quarter, 2)

    @property
    def starts_at(self) -> datetime:
        """Its first moment."""
        return _midnight(self.first_day)

    @property
    def ends_at(self) -> datetime:
        """The first moment after it."""
        return _midnight(moved(self.quarter, 3))

    @property
    def before(self) -> "Period":
        """The period of the same length that it is compared with: the one just before."""
        return Period(moved(self.quarter, -3 if self.span is Span.QUARTER else -12), self.span)

    @property
    def in_words(self) -> str:
        """Return “July to September 2026” or “October 2025 to September 2026”."""
        first, last = self.first_day, self.last_month
        year = "" if first.year == last.year else f" {first.year}"
        return f"{first:%B}{year} to {last:%B} {last.year}"

    @property
    def is_financial_year(self) -> bool:
        """Whether it is a year from April to March."""
        return self.span is Span.YEAR and moved(self.quarter, 3).month == FINANCIAL_YEAR_END

    def holds(self, at: datetime | None) -> bool:
        """Tell whether a moment lies in it."""
        return at is not None and self.starts_at <= at < self.ends_at


def moved(day: date, months: int) -> date:
    """Return the first day of the month so many months later."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def quarter_of(at: datetime) -> date:
    """Return the first day of the quarter in which a moment lies, in London."""
    local = at.astimezone(LONDON)
    return date(local.year, QUARTER_MONTHS[(local.month - 1) // 3], 1)


def read_period(quarter: str, span: str, now: datetime) -> Period:
    """Return the period of an address; empty: the last quarter that is over.

    Raises:
        InputRefusedError: there is no such quarter or span, or it has not begun.
    """
    first = _read_quarter(quarter) if quarter else moved(quarter_of(now), -3)
    if span not in set(Span):
        raise InputRefusedError("The span is a quarter or a year.")
    period = Period(first, Span(span))
    if first > quarter_of(now):
        message = f"{period.in_words} has not begun yet."
        raise InputRefusedError(message)
    return period


def _read_quarter(text: str) -> date:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise InputRefusedError("A quarter is written like 2026-07.") from error
    if first.month not in QUARTER_MONTHS or first.year < 2000:  # noqa: PLR2004 - nothing is older
        raise InputRefusedError("A quarter begins in January, April, July or October.")
    return first


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)
