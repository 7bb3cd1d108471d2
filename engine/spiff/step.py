"""What happened to a process instance since it was started or loaded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID


class FiredTimer(NamedTuple):
    """A timer event that fired, with the instant for which it was set."""

    element_id: str
    due_at: datetime


class VariableChange(NamedTuple):
    """A process variable that got another value."""

    name: str
    value: Any


@dataclass(frozen=True)
class NotifyCall:
    """A diagram asks for somebody to be told."""

    element_id: str
    template: str
    recipients_text: str
    """`ROLE of SIDE; ROLE …`; an expression has been worked out."""
    variables: Mapping[str, Any]
    """What an expression at this element saw at this moment."""
    due_at: datetime | None
    """The instant for which the timer was set that led here; None when no timer did."""


@dataclass(frozen=True)
class Step:
    """Everything that happened, each part in its order."""

    passed: tuple[str, ...]
    """Elements that were left, by id: events, activities and gateways."""
    flows: tuple[str, ...]
    fired: tuple[FiredTimer, ...]
    opened: tuple[UUID, ...]
    completed: tuple[UUID, ...]
    cancelled: tuple[UUID, ...]
    notifications: tuple[NotifyCall, ...]
    variable_changes: tuple[VariableChange, ...]
    ends: tuple[str, ...]
    """End events of the process itself; not those of called processes and sub-processes."""


@dataclass
class StepLog:
    """Takes down what happens; ids of user tasks are SpiffWorkflow's."""

    passed: list[str] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)
    fired: list[FiredTimer] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)
    notifications: list[NotifyCall] = field(default_factory=list)
    variable_changes: list[VariableChange] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    due_by_task: dict[str, datetime] = field(default_factory=dict)
    """When the timers that fired had been due, by the token that their firing sent on."""

    def as_step(self, cancelled: tuple[UUID, ...]) -> Step:
        """Return what was taken down so far."""
        return Step(
            passed=tuple(self.passed),
            flows=tuple(self.flows),
            fired=tuple(self.fired),
            opened=tuple(map(UUID, self.opened)),
            completed=tuple(map(UUID, self.completed)),
            cancelled=cancelled,
            notifications=tuple(self.notifications),
            variable_changes=tuple(self.variable_changes),
            ends=tuple(self.ends),
        )
