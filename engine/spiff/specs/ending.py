"""How a process or sub-process begins and ends behind the scenes."""
# ruff: noqa: SLF001 - overrides SpiffWorkflow's own protocol

from typing import Any

from SpiffWorkflow.bpmn.specs import control
from SpiffWorkflow.util.task import TaskState

from engine.spiff.specs.flow_node import FlowNode


class Root(FlowNode, control.BpmnStartTask):
    """The root of an instance's tasks, before the start event."""


class Helper(FlowNode, control.SimpleBpmnTask):
    """A helper of SpiffWorkflow's that no token reaches here."""


class BoundaryJoin(FlowNode, control.BoundaryEventJoin):
    """A helper of SpiffWorkflow's that no token reaches here: activities end their own events."""


class EndJoin(FlowNode, control._EndJoin):
    """Collects the tokens that have reached an end; the last one ends the process."""

    settles = True

    def _update_hook(self, my_task: Any) -> bool:
        # One token that waits is enough: a reminder that comes every day leaves none behind.
        others = (t for t in my_task.workflow.live_tokens() if t is not my_task)
        is_first = all(token.task_spec is not self for token in others)
        my_task._set_state(TaskState.WAITING if is_first else TaskState.COMPLETED)
        return False

    def settle(self, workflow: Any) -> bool:
        """End the process when every token has reached an end; tell whether it ended."""
        tokens = workflow.live_tokens()
        if any(token.task_spec is not self for token in tokens):
            return False
        for token in tokens:
            token._set_state(TaskState.COMPLETED)
        workflow.finish()
        return True
