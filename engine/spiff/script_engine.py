"""SpiffWorkflow's door to expressions. Stock, it leads to Python's `eval`; here, only to FEEL."""

from typing import Any, NoReturn

from SpiffWorkflow.task import Task

from engine.spiff.run_context import RunContext


class CodeRefused(RuntimeError):
    """Something asked for code to be run. Diagrams hold no code."""

    def __init__(self) -> None:
        super().__init__("Diagrams hold no code: only FEEL expressions are worked out.")


class FeelScriptEngine:
    """Stands where SpiffWorkflow expects its PythonScriptEngine."""

    def __init__(self, context: RunContext) -> None:
        self._context = context

    def evaluate(self, task: Task, expression: str, external_context: object = None) -> Any:
        """Work out a FEEL expression over the scopes of the task; anything else is left aside."""
        del external_context
        return self._context.evaluate(task, expression.strip().removeprefix("="))

    @property
    def environment(self) -> NoReturn:
        """Refuse: SpiffWorkflow's environments evaluate Python."""
        raise CodeRefused

    def validate(self, *_: object) -> NoReturn:
        """Refuse."""
        raise CodeRefused

    def execute(self, *_: object, **__: object) -> NoReturn:
        """Refuse."""
        raise CodeRefused

    def call_service(self, *_: object, **__: object) -> NoReturn:
        """Refuse: service tasks name an operation of `operations.OPERATIONS`."""
        raise CodeRefused
