"""What all elements have in common: how a token is taken in and sent on."""
# ruff: noqa: SLF001 - overrides SpiffWorkflow's own protocol

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.util.task import TaskState

from engine.spiff.element import Element
from engine.spiff.run_context import RunContext


@dataclass(frozen=True)
class Way:
    """One way on from an element. `flow_id` is None where the diagram shows no arrow."""

    flow_id: str | None
    target: Any
    condition: str | None = None
    is_default: bool = False


def context_of(task: Any) -> RunContext:
    """Return what the instance of a task shares."""
    return task.workflow.top_workflow.context


def siblings_of(task: Any) -> list[Any]:
    """Return the unfinished rest of an activity and its boundary events."""
    siblings = task.parent.children
    return [t for t in siblings if t is not task and not t.has_state(TaskState.FINISHED_MASK)]


class FlowNode(TaskSpec):
    """Mixed into every task specification, before SpiffWorkflow's own class."""

    element: Element | None = None
    """None for the helpers that no diagram shows."""
    ways: tuple[Way, ...] = ()
    is_item: bool = False
    """One of the instances of a multi-instance activity, whose wrapper stands for the element."""
    has_boundary_events: bool = False
    settles: bool = False
    """A join whose waiting ends when no other token can come (`settle`)."""

    @property
    def drawn(self) -> Element:
        """The element of the diagram."""
        if self.element is None:
            raise LookupError(f"{self.name} is not on any diagram")
        return self.element

    def _predict(self, *_: object, **__: object) -> None:
        """Do nothing: tokens are made when they are needed."""

    def _predict_hook(self, my_task: Any) -> None:
        """Do nothing."""

    def _update(self, my_task: Any) -> None:
        if self._update_hook(my_task):
            my_task._ready()

    def _on_ready(self, my_task: Any) -> None:
        # Stock code tests the specification again each time; reading has tested it.
        self._on_ready_hook(my_task)

    def _on_complete(self, my_task: Any) -> None:
        self._on_complete_hook(my_task)
        if self.has_boundary_events and not self.is_item:
            self._end_boundary_events(my_task)
        log = context_of(my_task).log
        if self.element is not None and not self.is_item:
            log.passed.append(self.element.id)
        if not my_task.workflow.completed:
            self.send_on(my_task)

    def ways_on(self, my_task: Any) -> Sequence[Way]:
        """Return the ways that a token takes from here."""
        del my_task
        return self.ways

    def send_on(self, my_task: Any) -> None:
        """Put tokens on the next elements, first all of them, then let each arrive."""
        ways = self.ways_on(my_task)
        flows = context_of(my_task).log.flows
        flows.extend(way.flow_id for way in ways if way.flow_id is not None)
        for child in [my_task._add_child(way.target, TaskState.FUTURE) for way in ways]:
            if child._state == TaskState.FUTURE:
                child.task_spec._update(child)

    def withdraw(self, my_task: Any) -> None:
        """End a boundary event that is not needed any more.

        Not by cancel(): that would drop what a repeating timer has started.
        """
        my_task.workflow.top_workflow.event_manager.remove_task(my_task)
        my_task._set_state(TaskState.CANCELLED)

    def _end_boundary_events(self, my_task: Any) -> None:
        for sibling in siblings_of(my_task):
            sibling.task_spec.withdraw(sibling)
