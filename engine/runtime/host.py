"""What a running process may ask of its surroundings: the time, and functions for expressions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.calendar import Calendar
from engine.clock import LONDON, Clock


@dataclass(frozen=True)
class EngineHost:
    """The host of `engine.spiff.process.RunningProcess` and of form expressions."""

    clock: Clock
    calendar: Calendar

    def now(self) -> datetime:
        """Return the current instant as an aware datetime in UTC."""
        return self.clock.now()

    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """Return the functions that FEEL expressions of diagrams and forms may call."""
        return {
            "now": self.now,
            "today": self._today,
            "working day deadline": self._working_day_deadline,
        }

    def _today(self) -> date:
        return self.clock.now().astimezone(LONDON).date()

    def _working_day_deadline(self, start: datetime, days: float) -> datetime:
        return self.calendar.working_day_deadline(start, int(days))
