"""What an instance waits for: people, and points in time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.util.task import TaskState

from engine.spiff.element import Element
from engine.spiff.specs.events import BoundaryEventSplit
from engine.spiff.specs.timers import begun_at, due_of, is_held, repeats, timer_element
from engine.spiff.token import Token
from engine.spiff.workflow import InstanceWorkflow


@dataclass(frozen=True)
class OpenTask:
    """A task that waits for a person."""

    id: UUID
    element_id: str
    agency: str | None
    """The one agency that it is for, in a task that each agency has; otherwise None."""
    call_element_ids: tuple[str, ...]
    """The call activities that it is inside of, the outermost first."""


@dataclass(frozen=True)
class WaitingTimer:
    """A timer event that waits for its instant (aware, UTC)."""

    id: UUID
    element_id: str
    due_at: datetime
    attached_task_ids: tuple[UUID, ...]
    """The open tasks that a boundary timer is a limit of: its activity's, or all inside of it."""
    begun_at: datetime | None = None
    """When it began to wait; None: the state was saved before that was kept."""
    is_held: bool = False
    """Whether it does not fire although it is due: it has failed, and waits to be tried again."""
    repeats: bool = False


def open_tokens(workflow: InstanceWorkflow) -> Iterator[Token]:
    """Return the tokens that stand on tasks for people."""
    for each in (workflow, *workflow.subprocesses.values()):
        if not each.completed:
            for token in each.tasks.values():
                if token.state == TaskState.READY and token.task_spec.manual:
                    yield token


def describe_task(token: Token) -> OpenTask:
    """Return an open task as others see it."""
    element: Element = token.task_spec.element
    calls = tuple(
        outer.task_spec.element.id
        for outer in reversed(list(_around(token)))
        if outer.task_spec.element.type == "callActivity"
    )
    agency = _agency(token) if element.agency_side == "each" else None
    return OpenTask(UUID(token.id), element.id, agency, calls)


def timer_tokens(workflow: InstanceWorkflow) -> Iterator[tuple[Token, datetime]]:
    """Return the tokens that wait for a point in time, and that point."""
    for token in workflow.event_manager.tasks.values():
        due = due_of(token)
        if due is not None:
            yield token, due


def describe_timer(token: Token, due_at: datetime, open_now: list[Token]) -> WaitingTimer | None:
    """Return a waiting timer as others see it."""
    element = timer_element(token)
    if element is None:
        return None
    attached = tuple(UUID(task.id) for task in open_now if _is_limit_of(token, task))
    return WaitingTimer(
        UUID(token.id),
        element.id,
        due_at,
        attached,
        begun_at=begun_at(token),
        is_held=is_held(token),
        repeats=repeats(token),
    )


def _around(token: Token) -> Iterator[Token]:
    """Return the sub-processes and calls that a token is inside of, the innermost first."""
    outer = token.workflow.parent_task
    while outer is not None:
        yield outer
        outer = outer.workflow.parent_task


def _is_limit_of(timer: Token, task: Token) -> bool:
    split = timer.parent
    if split is None or not isinstance(split.task_spec, BoundaryEventSplit):
        return False
    # An instance of a multi-instance task stands below the activity, not beside the timer.
    inside = (task, *_around(task))
    return any(
        host.parent is split or (host.task_spec.is_item and host.parent.parent is split)
        for host in inside
        if host.parent is not None
    )


def _agency(token: Token) -> str | None:
    """Return the entry of the innermost multi-instance activity, where it is a text."""
    items = token.workflow.top_workflow.context.scopes.items
    for current in (token, *_around(token)):
        scope: Any = items.get(current.id)
        if scope is not None:
            return next((value for value in scope.values.values() if isinstance(value, str)), None)
    return None
