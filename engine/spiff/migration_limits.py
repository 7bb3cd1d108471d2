"""The time limits of an instance that goes to another version.

Source: ADR 0021, rule 2: a due time stays; where the new version changes the limit, it
counts from the original start, and ends at the earliest in an hour.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from engine.spiff.element import Element
from engine.spiff.host import Host
from engine.spiff.library import ProcessLibrary
from engine.spiff.specs.flow_node import context_of
from engine.spiff.specs.timers import (
    DUE,
    EVERY,
    LEFT,
    SINCE,
    due_of,
    set_due,
    set_up_timer,
    timer_element,
)
from engine.spiff.timing import TimingError, read_duration
from engine.spiff.token import Token
from engine.spiff.waiting import describe_timer, open_tokens
from engine.spiff.workflow import InstanceWorkflow

LEAST = timedelta(hours=1)
"""How long a limit that was changed or added still runs, at the least."""


@dataclass(frozen=True)
class Clockwork:
    """What working out a due time asks of the surroundings."""

    host: Host
    host_at: Callable[[datetime], Host]
    """The host as it was at an instant."""
    opened_at: Callable[[UUID], datetime | None]
    """When an open task was opened."""

    def set_from(self, token: Token, start: datetime) -> None:
        """Work out a timer's due time as if its token had arrived at `start`."""
        context = context_of(token)
        context.host = self.host_at(start)
        try:
            set_up_timer(token)
        finally:
            context.host = self.host
        due = due_of(token)
        if due is not None:
            set_due(token, max(due, self.host.now() + LEAST))


def keep_limits(old: ProcessLibrary, workflow: InstanceWorkflow, clockwork: Clockwork) -> None:
    """Set those waiting timers anew that the new version changes."""
    for token in list(workflow.event_manager.tasks.values()):
        element = timer_element(token)
        if element is None or DUE not in token.internal_data:
            continue
        before = old.element(element.id)
        if before.timer != element.timer:
            _set_anew(token, before, workflow, clockwork)


def _set_anew(
    token: Token, before: Element, workflow: InstanceWorkflow, clockwork: Clockwork
) -> None:
    data = token.internal_data
    was_due, told = due_of(token), data.get(LEFT)
    if EVERY in data and was_due is None:
        # It has repeated as often as it should.
        return
    if EVERY not in data and was_due is not None and was_due <= clockwork.host.now():
        # It has passed already and is told in a moment: an escalation is not put off.
        return
    start = _start_of(token, before, workflow, clockwork)
    for key in (DUE, EVERY, LEFT):
        data.pop(key, None)
    clockwork.set_from(token, start)
    if told is not None and data.get(LEFT) is not None:
        # A reminder that repeats is not told oftener because the version changed.
        data[LEFT] = min(told, data[LEFT])


def _start_of(
    token: Token, before: Element, workflow: InstanceWorkflow, clockwork: Clockwork
) -> datetime:
    """Return when a limit began."""
    since, due = token.internal_data.get(SINCE), due_of(token)
    if since is not None:
        return datetime.fromisoformat(since)
    # Instances that began before the beginning of a limit was kept.
    if due is not None and before.timer is not None and before.timer.kind == "timeDuration":
        try:
            return due - read_duration(before.timer.text)
        except TimingError:
            pass
    return start_of_step(token, workflow, clockwork)


def start_of_step(token: Token, workflow: InstanceWorkflow, clockwork: Clockwork) -> datetime:
    """Return when the step of a boundary event began: when the oldest task inside was opened."""
    now = clockwork.host.now()
    timer = describe_timer(token, now, list(open_tokens(workflow)))
    opened: list[Any] = (
        [clockwork.opened_at(one) for one in timer.attached_task_ids] if timer else []
    )
    return min((at for at in opened if at is not None), default=now)
