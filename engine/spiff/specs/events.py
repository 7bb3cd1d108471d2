"""Events: where a process begins and ends, what it waits for, and what ends an activity."""

from typing import Any

from SpiffWorkflow.bpmn.specs import control, defaults
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import TerminateEventDefinition
from typing_extensions import override

from engine.spiff.specs.flow_node import FlowNode, context_of, siblings_of


class Message(MessageEventDefinition):
    """Waits for a message; what it brings is written into the variables."""

    def catch(self, my_task: Any, event: Any = None) -> None:
        """Take the message."""
        if event is not None and event.payload:
            context_of(my_task).set_variables(my_task, event.payload)
        my_task.internal_data["event_fired"] = True


class _Catching(FlowNode):
    """Goes on when its event has come. Stock code then resets the event for a second token."""

    def _run_hook(self, my_task: Any) -> bool:
        return True


class StartEvent(_Catching, defaults.StartEvent):
    """Where a process begins."""


class IntermediateCatchEvent(_Catching, defaults.IntermediateCatchEvent):
    """Waits for an event."""


class ReceiveTask(_Catching, defaults.ReceiveTask):
    """Waits for a message."""


class BoundaryEvent(_Catching, defaults.BoundaryEvent):
    """Waits for an event while its activity is open; may end the activity."""

    @override
    def _run_hook(self, my_task: Any) -> bool:
        if self.cancel_activity:
            for sibling in siblings_of(my_task):
                if isinstance(sibling.task_spec, BoundaryEvent):
                    sibling.task_spec.withdraw(sibling)
                else:
                    sibling.cancel()
        return True


class BoundaryEventSplit(FlowNode, control.BoundaryEventSplit):
    """Stands before an activity with boundary events; starts both."""


class IntermediateThrowEvent(FlowNode, defaults.IntermediateThrowEvent):
    """Throws an event and goes on."""


class SendTask(FlowNode, defaults.SendTask):
    """Sends a message and goes on."""


class EndEvent(FlowNode, defaults.EndEvent):
    """Where a path ends; a terminate event ends all paths of its process."""

    @property
    def _terminates(self) -> bool:
        return isinstance(self.event_definition, TerminateEventDefinition)

    def _run_hook(self, my_task: Any) -> bool:
        if not self._terminates:
            self.event_definition.throw(my_task)
        return True

    def _on_complete_hook(self, my_task: Any) -> None:
        workflow = my_task.workflow
        if workflow.parent_task is None:
            context_of(my_task).log.ends.append(self.drawn.id)
        if self._terminates:
            for token in workflow.live_tokens():
                token.cancel()
            workflow.finish()


def end_with_limits(task: Any) -> None:
    """End an activity that is open, all inside it, and its limits.

    What a limit has started beside it goes on.
    """
    if isinstance(task.parent.task_spec, BoundaryEventSplit):
        for sibling in siblings_of(task):
            sibling.task_spec.withdraw(sibling)
    task.cancel()
