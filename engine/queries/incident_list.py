"""Incidents that an administrator looks after: open ones of danger first, then the newest."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError, NotFoundError
from engine.persistence.cases import Case
from engine.persistence.instances import Incident, ProcessInstance
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.administered import is_administered_by
from engine.queries.names import element_name, person_names
from engine.queries.paging import UNKNOWN_CURSOR, Page, checked_limit, make_cursor, read_cursor
from engine.vocabulary import IncidentState

MOST_DIGITS = 18
FIRST, LATER = "danger", "other"
"""The two parts of the open ones."""


@dataclass(frozen=True)
class ListedIncident:
    """An incident with its case."""

    id: int
    process_instance_id: UUID
    reference: str
    name: str
    """The label of the element that failed; empty when it is not known."""
    state: str
    message: str
    cause: str
    """The technical cause, for support; no answers of people."""
    raised_at: datetime
    resolved_at: datetime | None
    resolved_by_name: str | None
    is_notice: bool
    """Whether a notice did not arrive; otherwise a step or a time limit failed."""
    is_danger: bool


def list_incidents(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    *,
    only_open: bool = True,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[ListedIncident]:
    """Return a page of incidents: of open ones those of danger alerts first, of all the newest.

    Raises:
        InputRefusedError: the limit or the cursor cannot be used.
    """
    size = checked_limit(limit)
    query = (
        select(Incident, Case.reference, ProcessInstance.process_definition_id)
        .join(Case, Case.id == Incident.case_id)
        .join(ProcessInstance, ProcessInstance.id == Incident.process_instance_id)
        .where(is_administered_by(actor))
    )
    if only_open:
        query = query.where(Incident.state == IncidentState.OPEN)
        query = query.order_by(Incident.is_danger.desc())
    if cursor is not None:
        query = query.where(_comes_after(cursor, only_open=only_open))
    rows = work.session.execute(query.order_by(Incident.id.desc()).limit(size + 1)).all()
    people = person_names(work, [incident.resolved_by for incident, _, _ in rows])
    shown = tuple(
        ListedIncident(
            id=incident.id,
            process_instance_id=incident.process_instance_id,
            reference=reference,
            name=element_name(
                engine.definitions.compiled(work, definition_id), incident.element_id
            ),
            state=incident.state,
            message=incident.message,
            cause=incident.cause,
            raised_at=incident.raised_at,
            resolved_at=incident.resolved_at,
            resolved_by_name=people.get(incident.resolved_by or 0),
            is_notice=incident.notification_id is not None,
            is_danger=incident.is_danger,
        )
        for incident, reference, definition_id in rows[:size]
    )
    return Page(shown, _cursor(shown[-1], only_open=only_open) if len(rows) > size else None)


def load_incident(
    engine: Engine, work: UnitOfWork, actor: Actor, incident_id: int
) -> ListedIncident:
    """Return one incident.

    Raises:
        NotFoundError: there is no such incident, or the actor does not administer its case.
    """
    after = make_cursor(LATER, str(incident_id + 1))
    page = list_incidents(engine, work, actor, only_open=False, limit=1, cursor=after)
    for incident in page.rows:
        if incident.id == incident_id:
            return incident
    raise NotFoundError("incident", incident_id)


def _cursor(last: ListedIncident, *, only_open: bool) -> str:
    return make_cursor(FIRST if only_open and last.is_danger else LATER, str(last.id))


def _comes_after(cursor: str, *, only_open: bool) -> ColumnElement[bool]:
    part, key = read_cursor(cursor, 2)
    is_number = key.isascii() and key.isdigit() and len(key) <= MOST_DIGITS
    if part not in {FIRST, LATER} or not is_number:
        raise InputRefusedError(UNKNOWN_CURSOR)
    is_older = Incident.id < int(key)
    if not only_open:
        return is_older
    is_later = ~Incident.is_danger
    return or_(is_later, is_older) if part == FIRST else and_(is_later, is_older)
