"""What a running process may ask of its surroundings: the time, and functions for expressions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.calendar import Calendar
from engine.clock import LONDON

AgencyOf = Callable[[Any], str | None]
"""From a person's id to the key of the agency that they work for."""


@dataclass(frozen=True)
class EngineHost:
    """The host of `engine.spiff.process.RunningProcess` and of form expressions.

    Its time stands still: all that one transaction does happens at one instant.
    """

    at: datetime
    calendar: Calendar
    agency_of: AgencyOf

    def now(self) -> datetime:
        """Return the instant of the transaction, in UTC."""
        return self.at

    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """Return the functions that FEEL expressions of diagrams and forms may call."""
        return {
            "now": self.now,
            "today": self._today,
            "working day deadline": self._working_day_deadline,
            "agency of": self.agency_of,
        }

    def _today(self) -> date:
        return self.at.astimezone(LONDON).date()

    def _working_day_deadline(self, start: datetime, days: float) -> datetime:
        return self.calendar.working_day_deadline(start, int(days))
