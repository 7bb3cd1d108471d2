"""As which of their groups a person acts on a task, or why they may not."""

import uuid

from engine.access import Actor, Group, opening_for
from engine.errors import NotAllowedError, NotFoundError
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.locking import case_openings, task_openings
from engine.vocabulary import TaskState


def acting_group(work: UnitOfWork, actor: Actor, task: UserTask) -> Group:
    """Return the group as which the actor meets this task.

    Somebody whom the case has reached may learn that a closed task is closed, and by whom.

    Raises:
        NotFoundError: the case has not reached the actor.
        NotAllowedError: the actor sees the case, but the open task is for others.
    """
    opening = opening_for(actor, task_openings(work, task.id))
    if opening is not None:
        return opening.group
    group = group_in_case(work, actor, task.case_id, kind="task", key=task.id)
    if task.state == TaskState.OPEN:
        message = f"“{task.name}” is for somebody in another role or agency."
        raise NotAllowedError(message)
    return group


def group_in_case(
    work: UnitOfWork, actor: Actor, case_id: uuid.UUID, *, kind: str, key: object
) -> Group:
    """Return the group as which a case has reached the actor.

    Raises:
        NotFoundError: it has not; `kind` and `key` say what was asked for.
    """
    opening = opening_for(actor, case_openings(work, case_id))
    if opening is None:
        raise NotFoundError(kind, key)
    return opening.group
