"""Activities that are done once for each entry of a list, side by side."""
# ruff: noqa: SLF001 - overrides SpiffWorkflow's own protocol

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from engine.spiff.element import MultiInstance as Repetition
from engine.spiff.failures import StepFailed
from engine.spiff.plain_values import plain
from engine.spiff.scope import ItemOutputs, Scope
from engine.spiff.specs.flow_node import FlowNode, context_of

PLACE = "place"
"""Where the entry of an instance stands in the list, from 0."""


class ParallelMultiInstance(FlowNode, defaults.ParallelMultiInstanceTask):
    """Stands for the activity; the instances are its children."""

    def _update_hook(self, my_task: Any) -> bool:
        entries = self._entries(my_task)
        my_task._set_state(TaskState.STARTED)
        self._empty_outputs(my_task)
        spec = my_task.workflow.spec.task_specs[self.task_spec]
        children = [my_task._add_child(spec, TaskState.FUTURE) for _ in entries]
        for place, (entry, child) in enumerate(zip(entries, children, strict=True)):
            child.internal_data[PLACE] = place
            self._open_scope(my_task, child, entry)
        for child in children:
            spec._update(child)
        return not children

    def merge_child(self, workflow: Any, child: Any) -> None:
        """Take note that an instance has ended; the last one ends the activity."""
        del workflow
        my_task = child.parent
        context = context_of(my_task)
        condition = self._repetition.completion_condition
        is_enough = condition is not None and context.evaluate_for(self.drawn, child, condition)
        context.scopes.forget(child.id)
        open_children = [c for c in my_task.children if not c.has_state(TaskState.FINISHED_MASK)]
        if is_enough is True:
            for other in open_children:
                other.cancel()
        elif open_children:
            return
        context.scopes.forget(my_task.id)
        my_task._set_state(TaskState.READY)

    def count(self, my_task: Any) -> int:
        """Return how many entries the list has by now.

        Raises:
            StepFailed: it is no list any more.
        """
        return len(self._entries(my_task))

    @property
    def _repetition(self) -> Repetition:
        repetition = self.drawn.multi_instance
        if repetition is None:
            raise LookupError(f"{self.drawn.id} is done only once")
        return repetition

    def _entries(self, my_task: Any) -> list[Any]:
        expression = self._repetition.collection
        entries = context_of(my_task).evaluate_for(self.drawn, my_task, expression)
        if not isinstance(entries, list):
            raise StepFailed(
                self.drawn.id,
                f"“{self.drawn.name}” is done for each of “{expression}”, which is not a list.",
            )
        return entries

    def _empty_outputs(self, my_task: Any) -> None:
        name, context = self._repetition.output_collection, context_of(my_task)
        if name is not None:
            context.scopes.outputs[my_task.id] = ItemOutputs()
            context.set_variables(my_task, {name: []})

    def _open_scope(self, my_task: Any, child: Any, entry: Any) -> None:
        context, name = context_of(my_task), self._repetition.element_variable
        around = context.scope_of(my_task)
        values = {} if name is None else {name: plain(entry)}
        scope = Scope(around.process_id, parent=around, is_item=True, values=values)
        context.scopes.items[child.id] = scope
