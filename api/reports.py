"""Reads which report is asked for, the same for pages and for the API."""

from dataclasses import dataclass

from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from engine.errors import InputRefusedError, NotFoundError
from engine.reports.leaving import make_sure_it_may_leave
from engine.reports.periods import Period, Span, read_period
from engine.reports.report import Report, list_partnerships, load_report

INSIDE, OUTSIDE = "inside", "outside"


@dataclass(frozen=True)
class Asked:
    """What somebody asks to see."""

    partnership: str = ""
    """Empty: the first one whose report they may read."""
    quarter: str = ""
    """The first month of a quarter, `2026-07`; empty: the last one that is over."""
    span: str = Span.QUARTER
    numbers: str = INSIDE

    @property
    def is_outside(self) -> bool:
        """Whether it is the version that may leave the partnership."""
        return self.numbers == OUTSIDE


def read_report(asked: Asked) -> Report:
    """Return the report that is asked for.

    Raises:
        NotFoundError: there is no such partnership, or its report is not for this person.
        InputRefusedError: there is no such period, or it has no version that may leave.
        ReportNotMadeError: it is still being counted.
    """
    engine = current_engine()
    period = asked_period(asked)
    with reading() as work:
        key = asked.partnership or next(iter(list_partnerships(work, required_actor())), "")
        if not key:
            raise NotFoundError("partnership", key)
        return load_report(engine, work, required_actor(), key, period)


def asked_period(asked: Asked) -> Period:
    """Return the period that is asked for.

    Raises:
        InputRefusedError: there is no such period, or it has no version that may leave.
    """
    now = current_engine().clock.now()
    period = read_period(asked.quarter, asked.span, now)
    if asked.numbers not in {INSIDE, OUTSIDE}:
        raise InputRefusedError("The numbers are for “inside” or “outside” the partnership.")
    if asked.is_outside:
        make_sure_it_may_leave(period, now)
    return period
