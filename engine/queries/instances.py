"""Process instances for administrators: a list of where they are. Never people's text."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, select

from engine.access import Actor
from engine.context import Engine
from engine.errors import NotAllowedError
from engine.persistence.cases import Case
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Agency
from engine.persistence.instances import Incident, ProcessInstance, Timer
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.paging import Page, checked_limit, comes_after, newest_first_cursor
from engine.vocabulary import IncidentState, Role


@dataclass(frozen=True)
class InstanceRow:
    """One process instance in a list."""

    id: uuid.UUID
    reference: str
    process_id: str
    process_definition_id: int
    process_definition_key: str
    version: int
    is_main: bool
    message: str | None
    """The message that started a linked instance."""
    stage: str
    state: str
    revision: int
    started_at: datetime
    ended_at: datetime | None
    open_incidents: int
    next_due_at: datetime | None
    """When its next timer is due."""


@dataclass(frozen=True)
class InstanceFilter:
    """Which instances a list shows; what is empty does not matter."""

    state: str | None = None
    process_definition_id: int | None = None
    has_incident: bool = False


ANY_INSTANCE = InstanceFilter()
Found = tuple[ProcessInstance, Case, ProcessDefinition, int, datetime | None]


def list_instances(
    _engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    *,
    only: InstanceFilter = ANY_INSTANCE,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[InstanceRow]:
    """Return a page of the instances of the partnerships that the actor administers, newest first.

    Raises:
        NotAllowedError: the actor is no administrator.
        InputRefusedError: the limit or the cursor cannot be used.
    """
    if not actor.has_role(Role.ADMINISTRATOR):
        message = "Process instances are for administrators."
        raise NotAllowedError(message)
    size = checked_limit(limit)
    query = _filtered(select_instances(actor), only)
    if cursor is not None:
        after = comes_after(cursor, ProcessInstance.started_at, ProcessInstance.id)
        query = query.where(after)
    query = query.order_by(ProcessInstance.started_at.desc(), ProcessInstance.id.desc())
    rows = [instance_row(row) for row in work.session.execute(query.limit(size + 1))]
    last = rows[size - 1] if len(rows) > size else None
    next_cursor = newest_first_cursor(last.started_at, last.id) if last else None
    return Page(tuple(rows[:size]), next_cursor)


def select_instances(actor: Actor) -> Select[*Found]:
    """Return the query for `instance_row`, narrowed to what the actor administers."""
    incidents = select(func.count()).where(_is_open_incident())
    next_due = select(func.min(Timer.due_at)).where(Timer.process_instance_id == ProcessInstance.id)
    return (
        select(
            ProcessInstance,
            Case,
            ProcessDefinition,
            incidents.correlate(ProcessInstance).scalar_subquery(),
            next_due.correlate(ProcessInstance).scalar_subquery(),
        )
        .join(Case, Case.id == ProcessInstance.case_id)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.process_definition_id)
        .where(is_administered_by(actor))
    )


def instance_row(row: Row[*Found]) -> InstanceRow:
    """Return a result of `select_instances` as a row of a list."""
    instance, case, definition, incidents, next_due = row
    return InstanceRow(
        id=instance.id,
        reference=case.reference,
        process_id=instance.process_id,
        process_definition_id=definition.id,
        process_definition_key=definition.key,
        version=definition.version,
        is_main=instance.is_main,
        message=instance.message,
        stage=case.stage,
        state=instance.state,
        revision=instance.revision,
        started_at=instance.started_at,
        ended_at=instance.ended_at,
        open_incidents=incidents,
        next_due_at=next_due,
    )


def is_administered_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the row's case belongs to a partnership of the actor's."""
    offices = [group.agency_key for group in actor.groups if group.role == Role.ADMINISTRATOR]
    return Case.partnership_key.in_(select(Agency.partnership_key).where(Agency.key.in_(offices)))


def _filtered(query: Select[*Found], only: InstanceFilter) -> Select[*Found]:
    if only.state is not None:
        query = query.where(ProcessInstance.state == only.state)
    if only.process_definition_id is not None:
        query = query.where(ProcessInstance.process_definition_id == only.process_definition_id)
    return query.where(exists().where(_is_open_incident())) if only.has_incident else query


def _is_open_incident() -> ColumnElement[bool]:
    return and_(
        Incident.process_instance_id == ProcessInstance.id, Incident.state == IncidentState.OPEN
    )
