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


def in_utc(value: datetime) -> datetime:
    """Return the value in UTC; a naive one is London wall time.

    Python compares and subtracts two London date-times by their wall clocks, which goes wrong when
    the clocks change; in UTC it cannot.
    """
    return (value if value.tzinfo else value.replace(tzinfo=LONDON)).astimezone(UTC)


def wall_time(value: datetime) -> datetime:
    """Return what a London clock shows, as an aware date-time; a naive value is London time."""
    return in_utc(value).astimezone(LONDON)
