"""Sub-processes and called processes."""
# ruff: noqa: SLF001 - overrides SpiffWorkflow's own protocol

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState
from typing_extensions import override

from engine.spiff.scope import Scope
from engine.spiff.specs.flow_node import FlowNode, context_of


class SubProcess(FlowNode, defaults.SubWorkflowTask):
    """An embedded sub-process; it shares the variables of the process around it."""

    def _update_hook(self, my_task: Any) -> bool:
        my_task._set_state(TaskState.STARTED)
        my_task.workflow.top_workflow.create_subprocess(my_task, self.spec).begin()
        return False

    def sub_process_ended(self, workflow: Any, my_task: Any) -> None:
        """Go on behind the sub-process."""
        del workflow
        my_task._set_state(TaskState.READY)


class CallActivity(SubProcess, defaults.CallActivity):
    """Calls another process, which has variables of its own."""

    @override
    def _update_hook(self, my_task: Any) -> bool:
        context, mappings = context_of(my_task), self.drawn.mappings
        caller = context.scope_of(my_task)
        handed = {
            entry.target: context.evaluate_for(self.drawn, my_task, entry.expression)
            for entry in mappings.inputs
        }
        called = Scope(self.spec, parent=caller, sees_parent=mappings.sees_all)
        context.scopes.write(called, handed, context.log.variable_changes)
        context.scopes.calls[my_task.id] = called
        return super()._update_hook(my_task)

    @override
    def sub_process_ended(self, workflow: Any, my_task: Any) -> None:
        """Take back what the diagram says, and go on."""
        context, mappings = context_of(my_task), self.drawn.mappings
        called = context.scopes.calls.pop(my_task.id)
        returned = dict(called.values) if mappings.returns_all else {}
        view = called.view()
        for entry in mappings.outputs:
            returned[entry.target] = context.evaluate_in(view, entry.expression)
        context.set_variables(my_task, returned)
        super().sub_process_ended(workflow, my_task)
