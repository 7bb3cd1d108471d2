"""Move the demonstration's clock forward, and let happen what falls due on the way."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from engine.clock import MovableClock
from engine.context import Engine
from engine.errors import InputRefusedError, NotFoundError
from engine.persistence.access_tokens import DemoClock
from engine.persistence.instances import Timer
from engine.runtime.timers import fire_due_timers

FURTHEST = timedelta(days=5 * 366)
ONLY_ROW = 1


def move_clock(
    engine: Engine, *, to: datetime | None = None, by: timedelta | None = None
) -> datetime:
    """Move the clock to an instant or by a span; return the time that it now shows.

    Raises:
        NotFoundError: this is no demonstration.
        InputRefusedError: backwards, or more than five years.
    """
    clock = engine.clock
    if not isinstance(clock, MovableClock):
        raise NotFoundError("clock", "that can be moved")
    target = to if to is not None else clock.now() + (by or timedelta())
    if not timedelta() <= target - clock.now() <= FURTHEST:
        message = "The clock moves forward only, and at most five years."
        raise InputRefusedError(message)
    pass_time(engine, clock.set, target)
    with engine.open_unit_of_work() as work:
        row = DemoClock(id=ONLY_ROW, offset_seconds=int(clock.offset.total_seconds()))
        work.session.merge(row)
        work.commit()
    return clock.now()


def pass_time(engine: Engine, set_clock: Callable[[datetime], None], until: datetime) -> None:
    """Let time pass up to an instant: each limit fires at its own time, the earliest first.

    So a limit that begins when another one ends starts then, and not when the clock was moved.
    """
    while (due := _next_due(engine, until)) is not None:
        set_clock(max(due, engine.clock.now()))
        fire_due_timers(engine, limit=1)
    set_clock(max(until, engine.clock.now()))


def _next_due(engine: Engine, until: datetime) -> datetime | None:
    with engine.open_reading() as work:
        query = select(func.min(Timer.next_attempt_at)).where(Timer.next_attempt_at <= until)
        return work.session.scalar(query)


def restore_clock(engine: Engine) -> None:
    """Set the demonstration's clock to where it stood before a restart."""
    clock = engine.clock
    if not isinstance(clock, MovableClock):
        return
    with engine.open_reading() as work:
        row = work.session.get(DemoClock, ONLY_ROW)
    if row is not None:
        clock.offset = timedelta(seconds=row.offset_seconds)
