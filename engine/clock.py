"""The one place where Concord reads the time."""

from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Clock(Protocol):
    """Source of the current instant."""

    def now(self) -> datetime:
        """Return the current instant as an aware datetime in UTC."""
        ...


class SystemClock:
    """The operating system's clock."""

    def now(self) -> datetime:
        """Return the current instant as an aware datetime in UTC."""
        return datetime.now(UTC)


class MovableClock:
    """The operating system's clock, moved forward by an offset (demo mode only)."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        """Start `offset` ahead of the operating system's clock."""
        self.offset = offset

    def now(self) -> datetime:
        """Return the moved instant as an aware datetime in UTC."""
        return datetime.now(UTC) + self.offset

    def set(self, now: datetime) -> None:
        """Let the clock show `now`; it goes on from there."""
        self.offset = now - datetime.now(UTC)
