"""The diagram of a case as a table: each step, and how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.pages.diagrams import Step, steps_of
from engine.definitions.compiled import CompiledBundle
from engine.queries.diagrams import DiagramState
from engine.queries.task_rows import TaskRow

LEFT_UNDONE = "undone"
"""Its time limit, or another way through the procedure, closed it before anybody was done."""
WORDS: Mapping[str, str] = {
    "done": "Done",
    "active": "Open now",
    "overdue": "Overdue",
    "failed": "Stopped by a failure",
    LEFT_UNDONE: "Closed undone",
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
    compiled: CompiledBundle, marks: DiagramState, open_tasks: Sequence[TaskRow]
) -> tuple[CaseStep, ...]:
    """Return every step that people do, in order, with its state in this case."""
    due = {task.element_id: task.due_at for task in open_tasks}
    return tuple(
        _case_step(step, _state(marks, step.element_id), due.get(step.element_id))
        for step in steps_of(compiled)
    )


def _state(marks: DiagramState, element_id: str) -> str:
    left_undone = LEFT_UNDONE if element_id in marks.left_undone else ""
    return marks.states.get(element_id, left_undone)


def _case_step(step: Step, state: str, due_at: datetime | None) -> CaseStep:
    return CaseStep(step, CLASSES.get(state, state), WORDS.get(state, NOT_REACHED), due_at)
