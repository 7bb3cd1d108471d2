"""Notices: somebody's own list, and what was sent about a case and how far it got."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from engine.access import Actor
from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.directory import Agency, Person
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.cases import find_case
from engine.queries.names import agency_names, element_name
from engine.queries.paging import Page, checked_limit, comes_after, newest_first_cursor
from engine.queries.visibility import case_is_open_to

IN_APP = "in_app"


@dataclass(frozen=True)
class NoticeRow:
    """One notice in somebody's list."""

    id: uuid.UUID
    reference: str
    subject: str
    body: str
    """Paragraphs, parted by empty lines; the last one is the link to the case."""
    is_danger: bool
    is_case_open: bool
    """Whether the actor may see the case; the procedures group may not."""
    delivered_at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class DeliveryRow:
    """How far one notice got with one person over one channel."""

    person_name: str
    agency_name: str
    channel: str
    state: str
    """`pending`, `sent`, `failed`, or `shown` (in Concord instead of sent)."""
    attempts: int
    next_attempt_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    failure: str | None


@dataclass(frozen=True)
class CaseNotice:
    """One notice about a case."""

    id: uuid.UUID
    name: str
    """The label of the diagram's element."""
    template: str
    is_danger: bool
    state: str
    queued_at: datetime
    due_at: datetime | None
    """The limit whose passing the notice tells."""
    groups: tuple[tuple[str, str], ...]
    """Role and agency name of each group."""
    deliveries: tuple[DeliveryRow, ...]


def list_notices(
    _engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    *,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[NoticeRow]:
    """Return a page of the actor's own notices, the newest first.

    Raises:
        InputRefusedError: the limit or the cursor cannot be used.
    """
    size = checked_limit(limit)
    query = (
        select(Delivery, Notification, Case.reference, case_is_open_to(actor))
        .join(Notification, Notification.id == Delivery.notification_id)
        .join(Case, Case.id == Notification.case_id)
        .where(_is_own(actor))
        .order_by(Delivery.delivered_at.desc(), Delivery.id.desc())
        .limit(size + 1)
    )
    if cursor is not None:
        query = query.where(comes_after(cursor, Delivery.delivered_at, Delivery.id))
    rows = [_notice(row) for row in work.session.execute(query)]
    last = rows[size - 1] if len(rows) > size else None
    next_cursor = newest_first_cursor(last.delivered_at, last.id) if last else None
    return Page(tuple(rows[:size]), next_cursor)


def count_unread_notices(_engine: Engine, work: UnitOfWork, actor: Actor) -> int:
    """Return how many notices the actor has not read."""
    query = select(func.count()).where(_is_own(actor), Delivery.read_at.is_(None))
    return work.session.scalars(query).one()


def list_case_notices(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str
) -> tuple[CaseNotice, ...]:
    """Return the notices about a case that the actor may know of, in the order of queueing.

    What an agency told only its own people is nobody else's to know.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    query = select(Notification).where(
        Notification.case_id == case.id,
        or_(
            Notification.only_for_agency.is_(None),
            Notification.only_for_agency.in_(actor.agencies),
        ),
    )
    notices = work.session.scalars(query.order_by(Notification.queued_at, Notification.id)).all()
    deliveries = _deliveries(work, [notice.id for notice in notices])
    names = agency_names(work, [key for n in notices for key, _ in n.groups["groups"]])
    return tuple(
        CaseNotice(
            id=notice.id,
            name=element_name(compiled, notice.element_id) or notice.facts.get("name", ""),
            template=notice.template,
            is_danger=notice.is_danger,
            state=notice.state,
            queued_at=notice.queued_at,
            due_at=_due_at(notice),
            groups=tuple((role, names.get(key, key)) for key, role in notice.groups["groups"]),
            deliveries=tuple(deliveries.get(notice.id, ())),
        )
        for notice in notices
    )


def _notice(row: Row[Delivery, Notification, str, bool]) -> NoticeRow:
    delivery, notification, reference, is_case_open = row
    return NoticeRow(
        id=delivery.id,
        reference=reference,
        subject=delivery.subject,
        body=delivery.body,
        is_danger=notification.is_danger,
        is_case_open=is_case_open,
        delivered_at=delivery.delivered_at or notification.queued_at,
        read_at=delivery.read_at,
    )


def _is_own(actor: Actor) -> ColumnElement[bool]:
    return and_(Delivery.person_id == actor.person_id, Delivery.channel == IN_APP)


def _deliveries(
    work: UnitOfWork, notification_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, list[DeliveryRow]]:
    query = (
        select(Delivery, Person.name, func.coalesce(Agency.name, ""))
        .join(Person, Person.id == Delivery.person_id)
        .outerjoin(Agency, Agency.key == Delivery.agency_key)
        .where(Delivery.notification_id.in_(notification_ids))
        .order_by(Agency.name, Person.name, Delivery.channel)
    )
    rows: defaultdict[uuid.UUID, list[DeliveryRow]] = defaultdict(list)
    for delivery, person, agency in work.session.execute(query):
        rows[delivery.notification_id].append(
            DeliveryRow(
                person_name=person,
                agency_name=agency,
                channel=delivery.channel,
                state=delivery.state,
                attempts=delivery.attempts,
                next_attempt_at=delivery.next_attempt_at,
                delivered_at=delivery.delivered_at,
                read_at=delivery.read_at,
                failure=delivery.failure,
            )
        )
    return rows


def _due_at(notice: Notification) -> datetime | None:
    due_at = notice.facts.get("due_at")
    return datetime.fromisoformat(due_at) if due_at else None
