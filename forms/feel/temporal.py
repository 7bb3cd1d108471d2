"""Dates, times and durations: FEEL's text forms, and reckoning that survives clock changes."""

import re
from datetime import date, datetime, time, timedelta

from forms.london import NoSuchWallTime, in_utc, instant_of, wall_time

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{2}:\d{2}:\d{2}(\.\d{1,6})?")
_DATE_TIME = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})"
    r"(T(?P<time>\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)(?P<zone>Z|[+-]\d{2}:\d{2}|@Europe/London)?)?",
)
_DURATION = re.compile(
    r"(?P<sign>-)?P(?=\d|T\d)(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,8})H)?(?:(?P<minutes>\d{1,8})M)?"
    r"(?:(?P<seconds>\d{1,8}(?:\.\d{1,6})?)S)?)?",
)


def read_date(text: str) -> date | None:
    """Return the date that ``YYYY-MM-DD`` says, or None."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """Return the wall time that ``HH:MM:SS`` says, or None."""
    if not _TIME.fullmatch(text):
        return None
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def read_date_time(text: str) -> datetime | None:
    """Return the instant, in UTC, of an ISO 8601 text; without an offset it is London time."""
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        return None
    zone = match["zone"] or ""
    wall = f"{match['date']}T{match['time'] or '00:00'}"
    try:
        if zone in {"", "@Europe/London"}:
            return instant_of(datetime.fromisoformat(wall))
        return in_utc(datetime.fromisoformat(wall + zone))
    except (ValueError, NoSuchWallTime, OverflowError):
        return None


def read_duration(text: str) -> timedelta | None:
    """Return the days-and-time duration that an ISO 8601 text says, or None.

    Months and years have no fixed length and are not durations here.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    try:
        length = timedelta(
            days=int(match["days"] or 0),
            hours=int(match["hours"] or 0),
            minutes=int(match["minutes"] or 0),
            seconds=float(match["seconds"] or 0),
        )
    except OverflowError:
        return None
    return -length if match["sign"] else length


def date_of(value: datetime) -> date:
    """Return the day on which an instant falls in London."""
    return wall_time(value).date()


def time_of(value: datetime) -> time:
    """Return the London wall time of an instant."""
    return wall_time(value).time()


def combine(day: date, at: time) -> datetime | None:
    """Return the instant of a London wall time on a day; None when the clocks skip it."""
    try:
        return instant_of(datetime.combine(day, at))
    except (NoSuchWallTime, OverflowError):
        return None


def move_instant(value: datetime, by: timedelta) -> datetime | None:
    """Return the instant so much elapsed time later: 24 hours are 24 hours that pass."""
    try:
        return in_utc(value) + by
    except OverflowError:
        return None


def move_date(value: date, by: timedelta) -> date | None:
    """Return the day so much later, counting whole days."""
    try:
        return value + by
    except OverflowError:
        return None


def move_time(value: time, by: timedelta) -> time:
    """Return the wall time so much later, going round at midnight."""
    return (datetime.combine(date(2000, 1, 1), value) + (by % timedelta(days=1))).time()


def time_between(later: time, earlier: time) -> timedelta:
    """Return how far one wall time lies after another on the same day."""
    day = date(2000, 1, 1)
    return datetime.combine(day, later) - datetime.combine(day, earlier)


def write_date_time(value: datetime) -> str:
    """Return the ISO 8601 text of an instant, in UTC with ``Z``."""
    return in_utc(value).isoformat().removesuffix("+00:00") + "Z"


def write_duration(value: timedelta) -> str:
    """Return the ISO 8601 text of a duration, for example ``P1DT12H``."""
    sign, length = ("-", -value) if value < timedelta(0) else ("", value)
    minutes, seconds = divmod(length.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    exact = f"{seconds + length.microseconds / 1_000_000:.6f}".rstrip("0").rstrip(".")
    parts = [(hours, "H"), (minutes, "M"), (0 if exact == "0" else exact, "S")]
    clock = "".join(f"{amount}{unit}" for amount, unit in parts if amount)
    days = f"{length.days}D" if length.days else ""
    return f"{sign}P{days}{'T' + clock if clock else ''}" if days or clock else "PT0S"
