"""A clock that only moves when told to."""

from datetime import UTC, datetime, timedelta


class FakeClock:
    """Stands in for `engine.clock.Clock`."""

    def __init__(self, start: datetime = datetime(2026, 3, 25, 9, 0, tzinfo=UTC)) -> None:
        """Start at an aware instant; by default the morning on which Berkshire's policy began."""
        self._now = _aware(start)

    def now(self) -> datetime:
        """Return the current instant as an aware datetime in UTC."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move forward, or back with a negative duration."""
        self._now += by

    def set(self, instant: datetime) -> None:
        """Move to an aware instant."""
        self._now = _aware(instant)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        message = f"a clock needs an aware instant, not {instant}"
        raise ValueError(message)
    return instant.astimezone(UTC)
