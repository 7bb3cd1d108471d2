"""As which of their groups a person acts on a task, or why they may not."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.access import Actor, Bar, Group, Opening, Sides, is_free_for_all, opening_for
from engine.english import role_in_words
from engine.errors import NotAllowedError, NotFoundError
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.doers import TaskDoer, list_doers
from engine.runtime.locking import case_openings
from engine.runtime.sides import Door, load_door
from engine.runtime.staffing import Staff
from engine.vocabulary import TaskState

WHY_NOT: Mapping[Bar, str] = {
    Bar.RAISED_IT: "You raised this case, so you cannot act as a manager of your agency in it.",
    Bar.STANDS_IN_FOR_RAISER: "You stand in for the colleague who raised this case, so you cannot "
    "act as a manager of your agency in it.",
    Bar.ACTED_FOR_ANOTHER: "You have acted for another agency in this case. Nobody acts for both "
    "sides.",
    Bar.WORKS_FOR_ANOTHER: "You work for more than one of the agencies in this case. Nobody acts "
    "for both sides.",
}


@dataclass(frozen=True)
class Meeting:
    """As whom somebody meets a task, and who can act in what comes next."""

    group: Group
    staff: Staff
    deputy_for: int | None = None
    """The absent colleague in whose place they come, or None."""


def acting_group(work: UnitOfWork, actor: Actor, task: UserTask) -> Group:
    """Return the group as which the actor meets this task; raises as `meet_task` does."""
    return meet_task(work, actor, task).group


def may_do(work: UnitOfWork, actor: Actor, task: UserTask) -> bool:
    """Tell whether the actor may do an open task."""
    door = load_door(work, task.case_id, task.id)
    return way_in(door, actor, task) is not None


def meet_task(
    work: UnitOfWork, actor: Actor, task: UserTask, *, staff_at: datetime | None = None
) -> Meeting:
    """Return as which group the actor meets this task, with the case's staff at a moment.

    Somebody whom the case has reached may learn that a closed task is closed, and by whom.

    Raises:
        NotFoundError: the case has not reached the actor.
        NotAllowedError: the actor sees the case, but the open task is for others. The message
            says why and for whom.
    """
    door = load_door(work, task.case_id, task.id, staff_at=staff_at)
    opening = way_in(door, actor, task)
    if opening is not None:
        return Meeting(opening.group, door.staff, opening.in_place_of(actor))
    group = group_in_case(work, actor, task.case_id, kind="task", key=task.id)
    if task.state == TaskState.OPEN:
        raise NotAllowedError(_refusal(work, actor, task, door.sides))
    return Meeting(group, door.staff)


def way_in(
    door: Door, actor: Actor, task: UserTask, *, agency_key: str | None = None
) -> Opening | None:
    """Return the opening by which the actor may do a task, as somebody of `agency_key` if given."""
    is_free = is_free_for_all(task.agency_side, is_danger=task.is_danger)
    unbarred = [
        opening
        for opening in door.openings
        if agency_key in (None, opening.group.agency_key)
        and (is_free or door.sides.bar(actor, opening) is None)
    ]
    return opening_for(actor, unbarred)


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


def _refusal(work: UnitOfWork, actor: Actor, task: UserTask, sides: Sides) -> str:
    """Return why the actor may not do an open task, and who is asked."""
    asked = list_doers(work, task.id)
    who = " or ".join(dict.fromkeys(_in_words(doer) for doer in asked))
    is_now = f"“{task.name}” is now with {who}."
    roles = {task.role, *(doer.role for doer in asked)}
    own = [Opening(group) for group in sorted(actor.groups) if group.role in roles]
    bars = [bar for bar in (sides.bar(actor, opening) for opening in own) if bar is not None]
    if not bars or is_free_for_all(task.agency_side, is_danger=task.is_danger):
        return f"“{task.name}” is for somebody in another role or agency."
    return f"{WHY_NOT[bars[0]]} {is_now}"


def _in_words(doer: TaskDoer) -> str:
    return doer.person_name or f"the {role_in_words(doer.role)}s of {doer.agency_name}"
