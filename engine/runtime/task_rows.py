"""Keeps the `user_task` rows in step with the open tasks of a workflow."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.access import Group, Opening
from engine.persistence.directory import RoleGrant
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.writing import columns_of, delete_rows, insert_rows
from engine.runtime.movement import Movement
from engine.runtime.parties import agencies_on_side, opening_of_group, roles_of_lane
from engine.spiff.element import Element
from engine.spiff.failures import StepFailed
from engine.spiff.process import OpenTask
from engine.vocabulary import DANGER_MESSAGE, AgencySide, Happening, TaskState
from forms.feel import parse_text

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
    rows = select(UserTask).where(UserTask.id.in_(unfinished))
    for row in session.scalars(rows) if unfinished else ():
        row.state, row.closed_at = TaskState.CANCELLED, movement.now
        movement.journal.note(
            Happening.TASK_CANCELLED,
            process_instance_id=movement.instance.id,
            element_id=row.element_id,
            details={"task": str(row.id)},
        )
    delete_rows(movement.work, TaskCandidate.user_task_id, gone)


def _open_row(movement: Movement, task: OpenTask) -> None:
    element = movement.compiled.library.element(task.element_id)
    variables = movement.process.variables_at(task.id)
    roles = _roles(movement, element, variables)
    side = AgencySide(element.agency_side or AgencySide.PARTNERSHIP)
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
        agency_side=side,
        agency_key=task.agency,
        is_danger=is_danger,
        state=TaskState.OPEN,
        opened_at=movement.now,
    )
    row.due_at, row.due_element_id = _due(movement, task.id)
    openings = _openings(movement, element, side, roles, task, variables)
    if not openings:
        # A task that nobody can do would hold the case up unseen.
        message = f"“{element.name}” is for nobody: its lane and agency side name no group."
        raise StepFailed(element.id, message)
    movement.opened.append(row)
    movement.reached.extend(openings)
    movement.candidates.extend(_candidate(row, opening) for opening in openings)
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


def _candidate(row: UserTask, opening: Opening) -> dict[str, Any]:
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


def _roles(movement: Movement, element: Element, variables: Mapping[str, Any]) -> tuple[str, ...]:
    lane_role = movement.compiled.procedure.lane_roles.get(element.lane_id or "", "")
    return roles_of_lane(lane_role, variables, movement.process.host.functions())


def _due(movement: Movement, task_id: uuid.UUID) -> tuple[datetime | None, str | None]:
    """Return the next limit of a task: its own, or that of a sub-process around it."""
    limits = [
        timer for timer in movement.process.timers.values() if task_id in timer.attached_task_ids
    ]
    first = min(limits, key=lambda timer: timer.due_at, default=None)
    return (first.due_at, first.element_id) if first else (None, None)


def _openings(
    movement: Movement,
    element: Element,
    side: AgencySide,
    roles: tuple[str, ...],
    task: OpenTask,
    variables: Mapping[str, Any],
) -> tuple[Opening, ...]:
    named = _assignee(movement, element, variables)
    if named is not None:
        return (named,)
    agencies = (task.agency,) if task.agency else agencies_on_side(side, variables)
    groups = dict.fromkeys(Group(agency, role) for role in roles for agency in agencies)
    return tuple(opening_of_group(group, variables) for group in groups)


def _assignee(movement: Movement, element: Element, variables: Mapping[str, Any]) -> Opening | None:
    """Return the one person that a task is for, where the diagram names one (`assignee`)."""
    expression = parse_text(element.properties.get("assignee", ""))
    if expression is None:
        return None
    person = expression.evaluate(variables, movement.process.host.functions())
    if not str(person or "").isdigit():
        return None
    query = select(RoleGrant.agency_key, RoleGrant.role).where(
        RoleGrant.person_id == int(str(person)), RoleGrant.valid_to.is_(None)
    )
    grant = movement.work.session.execute(query.order_by(RoleGrant.id).limit(1)).one_or_none()
    return Opening(Group(grant.agency_key, grant.role), int(str(person))) if grant else None
