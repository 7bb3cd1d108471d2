"""With whom a case is once a limit has passed, and who is told of it: roles and agencies."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.access import Group, Opening
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.queries.names import agency_names
from engine.runtime.movement import Movement
from engine.vocabulary import TaskState


def turn_after_limit(
    movement: Movement, due_at: datetime, told: Iterable[Opening]
) -> dict[str, Any]:
    """Return the facts `is_with`, `still` and `told_too` for the notice of a limit that passed.

    The step under the limit stays open, or it was closed and others have opened.
    """
    waiting = _under_limit(movement, due_at)
    is_with = waiting or _asked_now(movement)
    told_too = _unique(opening.group for opening in told) if waiting else []
    others = [group for group in told_too if group not in is_with]
    names = agency_names(movement.work, [group.agency_key for group in (*is_with, *others)])
    return {
        "is_with": [[group.role, names[group.agency_key]] for group in is_with],
        "still": bool(waiting),
        "told_too": [[group.role, names[group.agency_key]] for group in others],
    }


def _under_limit(movement: Movement, due_at: datetime) -> list[Group]:
    """Return who is asked for the steps that stay open under the limit that has passed."""
    fired = [timer.element_id for timer in movement.process.step.fired if timer.due_at == due_at]
    query = (
        select(TaskCandidate.role, TaskCandidate.agency_key)
        .join(UserTask, UserTask.id == TaskCandidate.user_task_id)
        .where(
            UserTask.id.in_(movement.open_before & movement.process.open_tasks.keys()),
            UserTask.state == TaskState.OPEN,
            UserTask.due_element_id.in_(fired),
        )
        .order_by(UserTask.opened_at, TaskCandidate.id)
    )
    rows = movement.work.session.execute(query)
    return _unique(Group(row.agency_key, row.role) for row in rows)


def _asked_now(movement: Movement) -> list[Group]:
    """Return who is asked for what this step has opened."""
    return _unique(Group(row["agency_key"], row["role"]) for row in movement.candidates)


def _unique(groups: Iterable[Group]) -> list[Group]:
    return list(dict.fromkeys(groups))
