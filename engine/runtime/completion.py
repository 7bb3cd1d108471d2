"""What completing a user task has led to."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from engine.persistence.tasks import UserTask
from engine.runtime.locking import TaskInCase


@dataclass(frozen=True)
class OpenedTask:
    """A user task that a completion has opened."""

    id: uuid.UUID
    element_id: str
    name: str
    role: str
    agency_side: str
    agency_key: str | None
    due_at: datetime | None


@dataclass(frozen=True)
class Completion:
    """What completing a user task has led to."""

    reference: str
    case_id: uuid.UUID
    completed_task_name: str
    opened: tuple[OpenedTask, ...]
    ended: bool
    outcome: str | None


def completion_of(found: TaskInCase, opened: list[UserTask]) -> Completion:
    """Return what is told to the person after a completion."""
    return Completion(
        reference=found.case.reference,
        case_id=found.case.id,
        completed_task_name=found.task.name,
        opened=tuple(
            OpenedTask(
                id=task.id,
                element_id=task.element_id,
                name=task.name,
                role=task.role,
                agency_side=task.agency_side,
                agency_key=task.agency_key,
                due_at=task.due_at,
            )
            for task in sorted(opened, key=lambda task: (task.element_id, task.id))
        ),
        ended=found.case.ended_at is not None,
        outcome=found.case.outcome,
    )
