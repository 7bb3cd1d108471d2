"""What service tasks can do. A diagram names an operation; it holds no code."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from SpiffWorkflow.task import Task

from engine.spiff.element import Element
from engine.spiff.failures import StepFailed
from engine.spiff.run_context import RunContext
from engine.spiff.step import NotifyCall


def notify(context: RunContext, element: Element, task: Task) -> None:
    """Ask for people to be told; whoever saves the step puts the notice into the outbox.

    Raises:
        StepFailed: the expression for the recipients gives no text.
    """
    recipients: object = element.properties.get("recipients", "").strip()
    if str(recipients).startswith("="):
        expression = str(recipients)[1:].strip()
        recipients = context.evaluate_for(element, task, expression)
        if not isinstance(recipients, str):
            raise StepFailed(
                element.id,
                f"“{element.name}” tells nobody: its recipients “{expression}” are not a text.",
            )
    context.log.notifications.append(
        NotifyCall(
            element_id=element.id,
            template=element.properties.get("template", ""),
            recipients_text=str(recipients),
            variables=dict(context.scope_of(task).view()),
            due_at=context.due_behind(task),
        )
    )


OPERATIONS: Mapping[str, Callable[[RunContext, Element, Task], None]] = MappingProxyType(
    {"notify": notify}
)
"""The operations that a service task can name."""
