"""Tasks: done by a person, or by an operation of Concord."""

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults

from engine.spiff.operations import OPERATIONS
from engine.spiff.specs.flow_node import FlowNode, context_of


class UserTask(FlowNode, defaults.UserTask):
    """Open until a person completes it."""


class ManualTask(FlowNode, defaults.ManualTask):
    """Open until a person says that it is done."""


class PlainTask(FlowNode, defaults.NoneTask):
    """A task without a type: nothing is done, the token goes on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.manual = False


class ServiceTask(FlowNode, defaults.ServiceTask):
    """Does the operation that its property `operation` names."""

    def _run_hook(self, task: Any) -> bool:
        operation = OPERATIONS[self.drawn.properties["operation"]]
        operation(context_of(task), self.drawn, task)
        return True
