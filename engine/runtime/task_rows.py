"""Keeps the `user_task` rows in step with the open tasks of a workflow."""

import uuid
from typing import Any

from sqlalchemy import select

from engine.access import Opening
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.writing import columns_of, delete_rows, insert_rows
from engine.runtime.application_notices import tell_that_nobody_can_act
from engine.runtime.asking import asked_for_task, roles_in_lane
from engine.runtime.movement import Movement
from engine.runtime.task_limits import limit_of_task
from engine.spiff.failures import StepFailed
from engine.spiff.process import OpenTask
from engine.vocabulary import DANGER_MESSAGE, AgencySide, Happening, TaskState

NO_LIMIT = "9999"


def rewrite_tasks(movement: Movement) -> None:
    """Close the rows of tasks that are gone and open rows for new ones."""
    open_now = movement.process.open_tasks
    _close_rows(movement, movement.open_before - open_now.keys())
    opened = [task for task_id, task in open_now.items() if task_id not in movement.open_before]
    if not opened:
        return
    for task in opened:
        _open_row(movement, task)
    insert_rows(movement.work, UserTask, (columns_of(row) for row in movement.opened))
    insert_rows(movement.work, TaskCandidate, movement.candidates)


def _close_rows(movement: Movement, gone: frozenset[uuid.UUID]) -> None:
    if not gone:
        return
    session, unfinished = movement.work.session, gone - movement.completed
    operated = {"operation": movement.operation} if movement.operation else {}
    rows = select(UserTask).where(UserTask.id.in_(unfinished))
    for row in session.scalars(rows) if unfinished else ():
        row.state, row.closed_at = TaskState.CANCELLED, movement.now
        movement.journal.note(
            Happening.TASK_CANCELLED,
            process_instance_id=movement.instance.id,
            element_id=row.element_id,
            details={"task": str(row.id), "timer": _what_fired(movement), **operated},
        )
    delete_rows(movement.work, TaskCandidate.user_task_id, gone)


def _what_fired(movement: Movement) -> str | None:
    """Return the timer that this step began with, when nobody's submit closed the task."""
    fired = movement.process.step.fired
    return fired[0].element_id if fired and not movement.completed else None


def _open_row(movement: Movement, task: OpenTask) -> None:
    element = movement.compiled.library.element(task.element_id)
    variables = movement.process.variables_at(task.id)
    roles = roles_in_lane(movement, element, variables)
    is_danger = movement.instance.message == DANGER_MESSAGE
    row = UserTask(
        id=task.id,
        case_id=movement.case.id,
        process_instance_id=movement.instance.id,
        element_id=element.id,
        name=element.name,
        form_key=element.form_key,
        stage=element.stage or str(variables.get("stage") or movement.case.stage),
        lane_id=element.lane_id,
        role=roles[0] if roles else "",
        agency_side=element.agency_side or AgencySide.PARTNERSHIP,
        agency_key=task.agency,
        is_danger=is_danger,
        state=TaskState.OPEN,
        opened_at=movement.now,
    )
    row.due_at, row.due_element_id = limit_of_task(movement, task)
    asked = asked_for_task(movement, element, task)
    if not asked.openings:
        # A task that nobody can do would hold the case up unseen.
        message = f"“{element.name}” is for nobody: its lane and agency side name no group."
        raise StepFailed(element.id, message)
    movement.opened.append(row)
    movement.reached.extend(asked.openings)
    movement.candidates.extend(candidate(row, opening) for opening in asked.openings)
    movement.journal.note(
        Happening.TASK_OPENED,
        process_instance_id=movement.instance.id,
        element_id=element.id,
        details={
            "task": str(task.id),
            "agency": task.agency,
            "due_at": row.due_at.isoformat() if row.due_at else None,
        },
    )
    if asked.nobody_in:
        tell_that_nobody_can_act(movement, row, asked.nobody_in)


def candidate(row: UserTask, opening: Opening) -> dict[str, Any]:
    """Return the columns of one to whom a task is open."""
    return {
        "user_task_id": row.id,
        "agency_key": opening.group.agency_key,
        "role": opening.group.role,
        "person_id": opening.person_id,
        "sort_key": sort_key(row),
    }


def sort_key(row: UserTask) -> str:
    """Return the place of a task in everybody's inbox: danger, then due time, then age."""
    due = row.due_at.isoformat() if row.due_at else NO_LIMIT
    return f"{0 if row.is_danger else 1}|{due}|{row.opened_at.isoformat()}|{row.id.hex}"
