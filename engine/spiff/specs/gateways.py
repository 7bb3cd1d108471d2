"""Gateways: which way a token goes, and how tokens meet again."""
# ruff: noqa: SLF001 - overrides SpiffWorkflow's own protocol

from collections.abc import Sequence
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState
from typing_extensions import override

from engine.spiff.failures import StepFailed
from engine.spiff.specs.flow_node import FlowNode, Way, context_of

CAME_FROM = "came_from"
"""Where a token that waits at a join came from: the name of the specification."""


class ExclusiveGateway(FlowNode, defaults.ExclusiveGateway):
    """Sends the token along the first arrow of the file whose condition is true."""

    def _run_hook(self, my_task: Any) -> bool:
        return True

    @override
    def ways_on(self, my_task: Any) -> Sequence[Way]:
        """Return the first way that is open, else the default."""
        for way in self.ways:
            if not way.is_default and is_open(way, self, my_task):
                return (way,)
        return default_way(self)


class _Join(FlowNode):
    """Where tokens wait for one another."""

    def tokens_waiting(self, workflow: Any) -> list[Any]:
        """Return the tokens that have arrived and wait."""
        return [
            task
            for task in workflow.tasks.values()
            if task.task_spec is self and task._state == TaskState.WAITING
        ]

    def _wait(self, my_task: Any) -> None:
        my_task.internal_data[CAME_FROM] = my_task.parent.task_spec.name
        my_task._set_state(TaskState.WAITING)

    def _run_hook(self, my_task: Any) -> bool:
        return True


class ParallelGateway(_Join, defaults.ParallelGateway):
    """Goes on when one token has come along every arrow; takes exactly these."""

    def _update_hook(self, my_task: Any) -> bool:
        if len(self._inputs) < 2:  # noqa: PLR2004 - one arrow in: nothing to wait for
            return True
        self._wait(my_task)
        waiting = self.tokens_waiting(my_task.workflow)
        arrived = {task.internal_data[CAME_FROM]: task for task in waiting}
        arrived[my_task.internal_data[CAME_FROM]] = my_task
        if len(arrived) < len(self._inputs):
            return False
        for other in arrived.values():
            if other is not my_task:
                other.cancel()
        return True


class InclusiveGateway(_Join, defaults.InclusiveGateway):
    """Sends tokens along every arrow whose condition is true; waits for all that can come."""

    settles = True
    upstream: frozenset[str] = frozenset()
    """Names of the specifications from which a token can still get here."""

    def _update_hook(self, my_task: Any) -> bool:
        if len(self._inputs) < 2:  # noqa: PLR2004 - one arrow in: nothing to wait for
            return True
        self._wait(my_task)
        return False

    def settle(self, workflow: Any) -> bool:
        """Go on when no other token can get here any more; tell whether one went on."""
        waiting = self.tokens_waiting(workflow)
        if not waiting or any(
            task.task_spec is not self and task.task_spec.name in self.upstream
            for task in workflow.live_tokens()
        ):
            return False
        for other in waiting[:-1]:
            other.cancel()
        waiting[-1]._ready()
        return True

    @override
    def ways_on(self, my_task: Any) -> Sequence[Way]:
        """Return every way that is open, else the default."""
        found = [way for way in self.ways if not way.is_default and is_open(way, self, my_task)]
        return found or default_way(self)


class EventBasedGateway(FlowNode, defaults.EventBasedGateway):
    """Waits for the first of several events and goes on along its arrow."""

    def _run_hook(self, my_task: Any) -> bool:
        event = my_task.internal_data.pop("seen_events")[0]
        definitions = self.event_definition.event_definitions
        chosen = definitions.index(event.event_definition)
        definitions[chosen].catch(my_task, event)
        my_task.internal_data["chosen"] = chosen
        return True

    @override
    def ways_on(self, my_task: Any) -> Sequence[Way]:
        """Return the way of the event that came first."""
        return (self.ways[my_task.internal_data["chosen"]],)


def is_open(way: Way, gateway: FlowNode, my_task: Any) -> bool:
    """Tell whether the condition of a way is true; null and anything else are not true."""
    if way.condition is None:
        return True
    return context_of(my_task).evaluate_for(gateway.drawn, my_task, way.condition) is True


def default_way(gateway: FlowNode) -> Sequence[Way]:
    """Return the default way.

    Raises:
        StepFailed: there is none.
    """
    for way in gateway.ways:
        if way.is_default:
            return (way,)
    raise StepFailed(
        gateway.drawn.id,
        f"No condition after “{gateway.drawn.name}” is met, and it has no default flow.",
    )
