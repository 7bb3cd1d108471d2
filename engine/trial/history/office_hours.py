"""When invented people get round to something: in office hours, mostly within the limit."""

from datetime import datetime, time, timedelta
from random import Random

from engine.calendar import Calendar
from engine.clock import LONDON

OPENS, CLOSES = 8 * 60 + 30, 17 * 60 + 15
"""Minutes of the day."""
PART_OF_LIMIT, SPREAD, LONGEST = 0.45, 0.75, 5.0
"""The middle of the part of a limit that people need, how far they differ, and the slowest."""
WITHOUT_LIMIT = timedelta(days=2)
DANGER_MINUTES = 25
JUST_IN_TIME = (5, 90)
"""Minutes before the end of a limit in which somebody hurries."""


def when_done(
    random: Random, now: datetime, due_at: datetime | None, *, pace: float, is_danger: bool
) -> datetime:
    """Return when somebody does a task that they see now. `now` and the answer are in UTC."""
    if is_danger:
        return now + timedelta(minutes=2 + random.expovariate(1 / DANGER_MINUTES))
    span = due_at - now if due_at is not None and due_at > now else WITHOUT_LIMIT
    part = min(PART_OF_LIMIT * pace * random.lognormvariate(0, SPREAD), LONGEST)
    hurry = timedelta(minutes=random.randint(*JUST_IN_TIME))
    at = in_office_hours(random, now + span * part)
    if due_at is not None and part < 1 and at > due_at:
        # Somebody who means to be in time stays longer, or begins early.
        return max(due_at - hurry, now + span * 0.5)
    return at


def in_office_hours(random: Random, at: datetime, calendar: Calendar | None = None) -> datetime:
    """Return this moment, or one in the next office hours when nobody is at work then."""
    days = calendar or Calendar()
    local = at.astimezone(LONDON)
    minute = local.hour * 60 + local.minute
    day = local.date()
    if days.is_working_day(day) and OPENS <= minute < CLOSES:
        return at
    if minute >= CLOSES or not days.is_working_day(day):
        day += timedelta(days=1)
    while not days.is_working_day(day):
        day += timedelta(days=1)
    minute = OPENS + random.randint(0, 150)
    wall = datetime.combine(day, time(minute // 60, minute % 60), LONDON)
    return max(at, wall.astimezone(at.tzinfo))
