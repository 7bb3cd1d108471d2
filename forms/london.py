"""London wall time: what people type and read, against the instants that are stored."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class NoSuchWallTime(ValueError):
    """The clocks went forward over this wall time, so it never happened."""


def instant_of(wall: datetime) -> datetime:
    """Return the UTC instant of a naive London wall time; of two possible instants, the earlier.

    Raises:
        NoSuchWallTime: the wall time lies in the hour that the clocks skip in spring.
    """
    instant = wall.replace(tzinfo=LONDON, fold=0).astimezone(UTC)
    if instant.astimezone(LONDON).replace(tzinfo=None) != wall.replace(fold=0):
        raise NoSuchWallTime(wall.isoformat())
    return instant


def wall_time(instant: datetime) -> datetime:
    """Return what a London clock shows at an aware instant, as an aware date-time."""
    return instant.astimezone(LONDON)


def aware(value: datetime) -> datetime:
    """Return the value as an aware date-time; a naive one is London wall time.

    A wall time that never happened is moved on by an hour, as a clock would be.
    """
    return value.replace(tzinfo=LONDON) if value.tzinfo is None else value
