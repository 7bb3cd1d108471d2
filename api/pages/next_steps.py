"""What happens next in a case, one sentence for each open task."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from api.pages.naming import doers_in_words
from api.pages.wording import due_in_words
from engine.access import Actor
from engine.context import Engine
from engine.queries.case_details import CaseDetails
from engine.queries.task_rows import TaskRow


@dataclass(frozen=True)
class NextStep:
    """An open task in one sentence."""

    id: uuid.UUID
    name: str
    sentence: str
    is_mine: bool
    is_danger: bool


def next_steps(engine: Engine, case: CaseDetails, actor: Actor) -> tuple[NextStep, ...]:
    """Return the open tasks of a case in sentences: who has it now, and until when."""
    now = engine.clock.now()
    return tuple(
        NextStep(
            id=task.id,
            name=task.name,
            sentence=_sentence(case, task, actor, now),
            is_mine=task.id in case.my_task_ids,
            is_danger=task.is_danger,
        )
        for task in case.open_tasks
    )


def ending_in_words(case: CaseDetails) -> str:
    """Return how a case ended, or why nothing is open in it."""
    if case.ended_at is not None:
        return f"The case has ended: {case.outcome}." if case.outcome else "The case has ended."
    if case.closed_as:
        return f"The case was closed: {case.outcome}. The danger task is still open."
    if case.outcome:
        return f"The difference of opinion has ended: {case.outcome}."
    return "Nobody has to do anything at the moment."


def _sentence(case: CaseDetails, task: TaskRow, actor: Actor, now: datetime) -> str:
    who = doers_in_words(case.doers.get(task.id, ()), actor.person_id)
    if task.claimed_by == actor.person_id:
        who = "you"
    elif task.claimed_by_name:
        who = task.claimed_by_name
    until = f", {due_in_words(task.due_at, now)}" if task.due_at else ""
    return f"“{task.name}” is now with {who}{until}."
