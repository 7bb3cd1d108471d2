"""What the running parts of one process instance share: time, variables, log of the step."""

from collections import deque
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.task import Task

from engine.spiff.element import Element
from engine.spiff.failures import StepFailed
from engine.spiff.host import Host
from engine.spiff.scope import Scope, ScopeTree
from engine.spiff.step import StepLog
from forms.feel import parse_expression


class RunContext:
    """Belongs to one instance in memory; the shared specifications reach it through their task."""

    def __init__(self, host: Host, scopes: ScopeTree) -> None:
        self.host = host
        self.scopes = scopes
        self.log = StepLog()
        self.ready: deque[Task] = deque()
        """Tasks of the engine that are ready to run; people's tasks are not among them."""

    def scope_of(self, task: Task) -> Scope:
        """Return the innermost scope that a task stands in."""
        current: Task | None = task
        while current is not None:
            item = self.scopes.items.get(current.id)
            if item is not None:
                return item
            current = current.workflow.parent_task
            if current is not None and current.id in self.scopes.calls:
                return self.scopes.calls[current.id]
        return self.scopes.top

    def evaluate(self, task: Task, expression: str) -> Any:
        """Return the value of a FEEL expression as the task sees the variables."""
        return self.evaluate_in(self.scope_of(task).view(), expression)

    def evaluate_in(self, variables: Mapping[str, Any], expression: str) -> Any:
        """Return the value of a FEEL expression over these variables."""
        return parse_expression(expression).evaluate(variables, self.host.functions())

    def evaluate_for(self, element: Element, task: Task, expression: str) -> Any:
        """Return the value of a FEEL expression.

        Raises:
            StepFailed: naming the element, when the expression cannot be worked out.
        """
        try:
            return self.evaluate(task, expression)
        except Exception as error:  # the host's functions may raise whatever they like
            raise StepFailed(
                element.id,
                f"The expression “{expression}” of “{element.name}” cannot be worked out: {error}",
            ) from error

    def set_variables(self, task: Task, values: Mapping[str, Any]) -> None:
        """Write variables where the task's answers belong."""
        self.scopes.write(self.scope_of(task).owner, values, self.log.variable_changes)

    def due_behind(self, task: Task) -> datetime | None:
        """Return when the timer had been due whose firing led to this task in this step."""
        current: Task | None = task
        while current is not None:
            due = self.log.due_by_task.get(current.id)
            if due is not None:
                return due
            if current.task_spec.manual:
                return None
            current = current.parent or current.workflow.parent_task
        return None
