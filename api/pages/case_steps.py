"""The diagram of a case as a table: each step, and how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.pages.diagrams import Step, steps_of
from engine.definitions.compiled import CompiledBundle
from engine.definitions.drawing import DrawnState
from engine.queries.task_rows import TaskRow

WORDS: Mapping[str, str] = {
    "done": "Done",
    "active": "Open now",
    "overdue": "Overdue",
    "failed": "Stopped by a failure",
}
NOT_REACHED = "Not reached"
CLASSES: Mapping[str, str] = {"active": "open"}


@dataclass(frozen=True)
class CaseStep:
    """One step of the procedure in one case."""

    step: Step
    state: str
    """The ending of the class name of its status."""
    words: str
    due_at: datetime | None


def steps_of_case(
    compiled: CompiledBundle, states: Mapping[str, DrawnState], open_tasks: Sequence[TaskRow]
) -> tuple[CaseStep, ...]:
    """Return every step that people do, in order, with its state in this case."""
    due = {task.element_id: task.due_at for task in open_tasks}
    return tuple(
        CaseStep(
            step=step,
            state=CLASSES.get(states.get(step.element_id, ""), states.get(step.element_id, "")),
            words=WORDS.get(states.get(step.element_id, ""), NOT_REACHED),
            due_at=due.get(step.element_id),
        )
        for step in steps_of(compiled)
    )
