"""One process instance for administrators: what is open in it and what stops it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.errors import NotFoundError
from engine.persistence.instances import Incident, ProcessInstance, Timer
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.instances import InstanceRow, instance_row, select_instances
from engine.queries.names import element_name, person_names
from engine.queries.task_rows import TaskRow, load_task_rows
from engine.vocabulary import TaskState


@dataclass(frozen=True)
class TimerRow:
    """A waiting timer."""

    id: uuid.UUID
    element_id: str
    name: str
    due_at: datetime
    next_attempt_at: datetime | None
    """Empty: it failed, and waits until its incident is retried."""
    attempts: int


@dataclass(frozen=True)
class IncidentRow:
    """An unexpected failure."""

    id: int
    element_id: str | None
    name: str
    state: str
    message: str
    cause: str
    raised_at: datetime
    resolved_at: datetime | None
    resolved_by_name: str | None


@dataclass(frozen=True)
class InstanceDetails:
    """One process instance with what is open in it."""

    row: InstanceRow
    open_tasks: tuple[TaskRow, ...]
    timers: tuple[TimerRow, ...]
    incidents: tuple[IncidentRow, ...]
    """The newest first."""


def load_instance(
    engine: Engine, work: UnitOfWork, actor: Actor, instance_id: uuid.UUID
) -> InstanceDetails:
    """Return one process instance of a partnership that the actor administers.

    Raises:
        NotFoundError: there is no such instance, or the actor may not see it.
    """
    query = select_instances(actor).where(ProcessInstance.id == instance_id)
    found = work.session.execute(query).one_or_none()
    if found is None:
        raise NotFoundError("process instance", instance_id)
    row = instance_row(found)
    return InstanceDetails(
        row=row,
        open_tasks=_open_tasks(engine, work, row),
        timers=_timers(engine, work, row),
        incidents=_incidents(engine, work, row),
    )


def _open_tasks(engine: Engine, work: UnitOfWork, row: InstanceRow) -> tuple[TaskRow, ...]:
    query = select(UserTask.id).where(
        UserTask.process_instance_id == row.id, UserTask.state == TaskState.OPEN
    )
    ids = work.session.scalars(query.order_by(UserTask.opened_at, UserTask.id)).all()
    return load_task_rows(engine, work, ids)


def _timers(engine: Engine, work: UnitOfWork, row: InstanceRow) -> tuple[TimerRow, ...]:
    compiled = engine.definitions.compiled(work, row.process_definition_id)
    query = select(Timer).where(Timer.process_instance_id == row.id).order_by(Timer.due_at)
    return tuple(
        TimerRow(
            id=timer.id,
            element_id=timer.element_id,
            name=element_name(compiled, timer.element_id),
            due_at=timer.due_at,
            next_attempt_at=timer.next_attempt_at,
            attempts=timer.attempts,
        )
        for timer in work.session.scalars(query)
    )


def _incidents(engine: Engine, work: UnitOfWork, row: InstanceRow) -> tuple[IncidentRow, ...]:
    compiled = engine.definitions.compiled(work, row.process_definition_id)
    query = select(Incident).where(Incident.process_instance_id == row.id)
    incidents = work.session.scalars(query.order_by(Incident.id.desc())).all()
    people = person_names(work, [incident.resolved_by for incident in incidents])
    return tuple(
        IncidentRow(
            id=incident.id,
            element_id=incident.element_id,
            name=element_name(compiled, incident.element_id),
            state=incident.state,
            message=incident.message,
            cause=incident.cause,
            raised_at=incident.raised_at,
            resolved_at=incident.resolved_at,
            resolved_by_name=people.get(incident.resolved_by or 0),
        )
        for incident in incidents
    )
