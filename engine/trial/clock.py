"""The clock of a trial: it stands still until it is set."""

from datetime import UTC, datetime


class TrialClock:
    """A clock that shows what it was last set to."""

    def __init__(self, now: datetime) -> None:
        """Start at an aware instant."""
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant that the clock was set to, in UTC."""
        return self._now

    def set(self, now: datetime) -> None:
        """Let the clock show `now`."""
        self._now = now.astimezone(UTC)
