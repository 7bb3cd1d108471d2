"""Points in time, durations and repetitions as ISO 8601 writes them.

A day is 24 hours: a limit of `P1D` has passed when 24 hours have passed, also when clocks change.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from engine.clock import LONDON

_DURATION = re.compile(
    r"P(?=[\dT])(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?"
    r"(?:(?P<seconds>\d{1,6}(?:\.\d{1,6})?)S)?)?"
)
_CYCLE = re.compile(r"R(?P<times>\d{0,6})(?:/(?P<start>[^/]+))?/(?P<interval>P[^/]+)")


class TimingError(ValueError):
    """A text that is no time, duration or repetition; the message is a plain sentence."""


@dataclass(frozen=True)
class Cycle:
    """A repetition. `times` is None without an end; `start` is None for one interval from entry."""

    times: int | None
    start: datetime | None
    interval: timedelta


def read_duration(text: str) -> timedelta:
    """Return the duration of a text such as `PT24H` or `P2DT12H`.

    Raises:
        TimingError: negative, empty, in months or years (they differ in length), or not ISO 8601.
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise TimingError(
            f"“{text.strip()}” is not a duration like PT24H (24 hours) or P2D (2 days)."
        )
    return timedelta(**{unit: float(number) for unit, number in match.groupdict("0").items()})


def read_time(text: str) -> datetime:
    """Return the instant, in UTC, of a text such as `2026-09-01T16:00:00Z`.

    A text without offset is wall time in Europe/London; of one that exists twice, the earlier.

    Raises:
        TimingError: the text is no date or date-time of ISO 8601.
    """
    try:
        return as_instant(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError) as error:
        raise TimingError(f"“{text.strip()}” is not a time like 2026-09-01T16:00:00Z.") from error


def read_cycle(text: str) -> Cycle:
    """Return the repetition of a text such as `R3/PT24H`.

    Raises:
        TimingError: the text is no repetition, or its interval is zero.
    """
    match = _CYCLE.fullmatch(text.strip())
    if match is None:
        raise TimingError(f"“{text.strip()}” is not a repetition like R3/PT24H.")
    times, start, interval = match["times"], match["start"], read_duration(match["interval"])
    if not interval:
        raise TimingError(f"“{text.strip()}” repeats without any time in between.")
    return Cycle(int(times) if times else None, read_time(start) if start else None, interval)


def as_instant(value: date) -> datetime:
    """Return a date or date-time as an instant in UTC; without offset it is time in London."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=LONDON)
    return (value if value.tzinfo else value.replace(tzinfo=LONDON)).astimezone(UTC)


READERS = {"timeDate": read_time, "timeDuration": read_duration, "timeCycle": read_cycle}
"""What reads the static text of each kind of timer."""
