"""SpiffWorkflow's task, kept light: the token that stands on an element of the diagram."""
# ruff: noqa: SLF001 - takes the place of SpiffWorkflow's own Task

import os
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState


class Token(Task):
    """A task with a text id and without data, log records or clock.

    Stock tasks build a log record with the case's data at every change of state, read the clock
    twice, and copy all data from their parent. A third of a step's time went into that.
    """

    def __init__(
        self,
        workflow: Any,
        task_spec: Any,
        parent: "Token | None" = None,
        state: int = TaskState.FUTURE,
        token_id: str | None = None,
    ) -> None:
        # Deliberately not super().__init__: it reads the clock and makes a UUID object.
        self.id = token_id or os.urandom(16).hex()
        self.workflow = workflow
        self.task_spec = task_spec
        self._parent = None
        self._children: list[str] = []
        self._state = state
        self.triggered = False
        self.thread_id = 0
        self.last_state_change = 0.0
        self.data: dict[str, Any] = {}
        self.internal_data: dict[str, Any] = {}
        workflow.tasks[self.id] = self
        if parent is not None:
            self._parent = parent.id
            parent._children.append(self.id)

    def _add_child(self, task_spec: Any, state: int = TaskState.FUTURE) -> "Token":
        return Token(self.workflow, task_spec, self, state)

    def _set_state(self, value: int) -> None:
        if value == self._state:
            return
        self._state = value
        if value == TaskState.READY:
            self.workflow.top_workflow.token_ready(self)

    def _inherit_data(self) -> None:
        """Do nothing: variables live in scopes."""
