"""What of a report may leave the partnership: which periods, which rows, and which silence."""

from datetime import datetime

from engine.errors import InputRefusedError
from engine.queries.case_counts import FEW, coarse_count
from engine.reports.figure import Counted
from engine.reports.periods import Period, Span

OVERLAPS = (
    "Years that overlap could be subtracted from one another. Choose a quarter, or the year that "
    "ends in March."
)
NOT_OVER = (
    "{} is not over yet. Two versions of it that leave on different days could be subtracted from "
    "one another. Choose a period that is over."
)


def make_sure_it_may_leave(period: Period, now: datetime) -> None:
    """Refuse a period that has no version that may leave the partnership.

    Quarters and financial years lie in one another like boxes, and those that are over do not
    grow.

    Raises:
        InputRefusedError: it overlaps with others, or is not over.
    """
    if period.span is not Span.QUARTER and not period.is_financial_year:
        raise InputRefusedError(OVERLAPS)
    if now < period.ends_at:
        raise InputRefusedError(NOT_OVER.format(period.in_words))


def may_tell_silence(figures: Counted) -> bool:
    """Tell whether the agencies that raised no case may be named outside.

    Whoever knows them knows that every other agency raised one at least. That must leave each of
    those with up to four, whatever the total and the others' numbers say.
    """
    raised = [row.values[0] for row in figures.get("agencies", ())]
    numbers = [number for number in raised if isinstance(number, int) and number > 0]
    least = sum(coarse_count(number).number or 1 for number in numbers)
    most = (coarse_count(sum(numbers)).number or 1) * FEW - 1
    return most - (least - 1) >= FEW - 1
