"""Working days of England and Wales, for limits in working days, and an agency's quiet hours."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import holidays

from engine.clock import LONDON

MOST_DAYS = 366
SATURDAY = 5


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """Return England's bank holidays of a year, substitute days included."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


@dataclass(frozen=True)
class Calendar:
    """A partnership's working days: when its day closes, and one-off days that differ."""

    closes_at: time = time(17, 0)
    extra_holidays: Collection[date] = frozenset()
    extra_working_days: Collection[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Tell whether people are expected at work on this day."""
        if day in self.extra_working_days:
            return True
        weekend = day.weekday() >= SATURDAY
        return not (weekend or day in self.extra_holidays or day in bank_holidays(day.year))

    def working_day_deadline(self, start: datetime, days: int) -> datetime:
        """Return when `days` working days after `start` have passed, as UTC.

        The same wall time `days` working days later, at the latest when the day closes; a start
        outside a working day counts from its close, so a later start never gives an earlier end.

        Source: Berkshire clause S0-06; docs/decisions/0005-one-working-day.md.
        """
        if not 1 <= days <= MOST_DAYS:
            message = f"working days must be between 1 and {MOST_DAYS}, not {days}"
            raise ValueError(message)
        local = start.astimezone(LONDON)
        on_a_working_day = self.is_working_day(local.date())
        wall = min(local.time(), self.closes_at) if on_a_working_day else self.closes_at
        day = local.date()
        for _ in range(days):
            day = self._next_working_day(day)
        # fold=0: of a wall time that exists twice the earlier one, so the limit is never longer.
        return datetime.combine(day, wall, LONDON).astimezone(UTC)

    def _next_working_day(self, day: date) -> date:
        day += timedelta(days=1)
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day


@dataclass(frozen=True)
class QuietHours:
    """When an agency wants no e-mail but danger: by the wall clock of London.

    From a time until another one, perhaps past midnight; on days off from midnight to midnight.
    """

    begins: time | None = None
    ends: time | None = None
    on_days_off: bool = False
    """Saturdays, Sundays and bank holidays as a whole."""

    def end(self, now: datetime, calendar: Calendar) -> datetime | None:
        """Return when the quiet time ends in which `now` lies, as UTC; None outside of one."""
        found, moment = None, now
        while (later := self._next_end(moment, calendar)) is not None:
            found = moment = later
        return found

    def _next_end(self, moment: datetime, calendar: Calendar) -> datetime | None:
        """Return the next midnight or morning at which it may be over."""
        local = moment.astimezone(LONDON)
        if self.on_days_off and not calendar.is_working_day(local.date()):
            return _wall(local.date() + timedelta(days=1), time(), moment)
        if self.begins is None or self.ends is None or self.begins == self.ends:
            return None
        wall = local.time()
        is_overnight = self.begins > self.ends
        if is_overnight and wall >= self.begins:
            return _wall(local.date() + timedelta(days=1), self.ends, moment)
        is_quiet = wall < self.ends if is_overnight else self.begins <= wall < self.ends
        return _wall(local.date(), self.ends, moment) if is_quiet else None


ALWAYS_SENT = QuietHours()


def _wall(day: date, at: time, after: datetime) -> datetime:
    """Return a wall time of London as UTC; of one that exists twice the first after `after`."""
    first = datetime.combine(day, at, LONDON)
    moments = (first, first.replace(fold=1))
    return next(m for m in (each.astimezone(UTC) for each in moments) if m > after)
