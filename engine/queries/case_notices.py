"""What was sent about a case, to whom, and how far it got."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_, select

from engine.access import Actor
from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.directory import Agency, Person
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.cases import find_case
from engine.queries.names import agency_names, element_name
from engine.queries.own_agencies import own_agencies
from engine.vocabulary import ALERT_PATIENCE, NotificationState

IN_APP = "in_app"


@dataclass(frozen=True)
class DeliveryRow:
    """How far one notice got with one person over one channel."""

    person_id: int
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
    telephone_now: bool = False
    """Whether nothing has reached the person: it failed, or danger is on its way for too long."""
    telephone: str | None = None
    """Of the person."""
    agency_telephone: str | None = None
    out_of_hours: str | None = None
    """Whom to ring at night and at weekends, in the agency's own words."""


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
    process_instance_id: uuid.UUID | None = None
    """Of danger: the alert that it belongs to."""
    not_reached: tuple[str, str] | None = None
    """Role (empty: none by now) and agency name in whose place this went to the next contact."""

    @property
    def reached_nobody(self) -> bool:
        """Whether there is nobody whom it has reached or still may reach."""
        is_done = self.state != NotificationState.PENDING
        return is_done and all(row.telephone_now for row in self.email)

    @property
    def email(self) -> tuple[DeliveryRow, ...]:
        """The deliveries that may fail: every one but the notice inside Concord."""
        return tuple(row for row in self.deliveries if row.channel != IN_APP)


def list_case_notices(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str
) -> tuple[CaseNotice, ...]:
    """Return the notices about a case that the actor may know of, in the order of queueing.

    What an agency told only its own people is nobody else's to know.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    return _notices(engine, work, case, _known(work, actor, case))


def newest_case_notices(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str, most: int | None
) -> tuple[tuple[CaseNotice, ...], int]:
    """Return the newest of those notices and all of danger, and how many are left out.

    `most`: so many of the newest; None: all.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    known = _known(work, actor, case)
    older = 0 if most is None else len(known) - most
    shown = [one for place, one in enumerate(known) if one.is_danger or place >= older]
    return _notices(engine, work, case, shown), len(known) - len(shown)


def notices_for_administrators(
    engine: Engine, work: UnitOfWork, case: Case, most: int
) -> tuple[CaseNotice, ...]:
    """Return the newest notices about a case, the newest first. The caller has checked access.

    What an agency told only its own people is not among them.
    """
    query = select(Notification).where(
        Notification.case_id == case.id, Notification.only_for_agency.is_(None)
    )
    order = Notification.queued_at.desc(), Notification.id.desc()
    newest = work.session.scalars(query.order_by(*order).limit(most)).all()
    return _notices(engine, work, case, newest)


def _known(work: UnitOfWork, actor: Actor, case: Case) -> Sequence[Notification]:
    own = Notification.only_for_agency.in_(own_agencies(work, actor, case.id))
    query = select(Notification).where(
        Notification.case_id == case.id, or_(Notification.only_for_agency.is_(None), own)
    )
    # Who is told instead comes after whom it replaces, also within one moment.
    order = Notification.queued_at, Notification.instead_of.is_not(None), Notification.id
    return work.session.scalars(query.order_by(*order)).all()


def _notices(
    engine: Engine, work: UnitOfWork, case: Case, notices: Sequence[Notification]
) -> tuple[CaseNotice, ...]:
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    deliveries = _deliveries(work, notices, engine.clock.now())
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
            process_instance_id=notice.process_instance_id if notice.is_danger else None,
            not_reached=_not_reached(notice),
        )
        for notice in notices
    )


def list_alert_notices(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str, user_task_id: uuid.UUID
) -> tuple[CaseNotice, ...]:
    """Return the notices of the danger alert that opened a user task, next contacts included.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    alert = work.session.scalar(
        select(UserTask.process_instance_id).where(UserTask.id == user_task_id)
    )
    notices = list_case_notices(engine, work, actor, reference)
    return tuple(n for n in notices if n.is_danger and n.process_instance_id == alert)


def _deliveries(
    work: UnitOfWork, notices: Sequence[Notification], now: datetime
) -> dict[uuid.UUID, list[DeliveryRow]]:
    """Return the deliveries of notices: by agency, then by person."""
    known: dict[uuid.UUID | None, Notification] = {notice.id: notice for notice in notices}
    query = (
        # Columns and no rows of the session: letters are long, and there are many.
        select(
            Delivery.notification_id,
            Delivery.person_id,
            Person.name.label("person_name"),
            func.coalesce(Agency.name, "").label("agency_name"),
            Delivery.channel,
            Delivery.state,
            Delivery.attempts,
            Delivery.next_attempt_at,
            Delivery.delivered_at,
            Delivery.read_at,
            Delivery.failure,
            Person.telephone,
            Agency.telephone.label("agency_telephone"),
            Agency.out_of_hours,
        )
        .join(Person, Person.id == Delivery.person_id)
        .outerjoin(Agency, Agency.key == Delivery.agency_key)
        .where(Delivery.notification_id.in_(known))
        .order_by(Agency.name, Person.name, Person.id, Delivery.channel)
    )
    found = work.session.execute(query).all()
    seen = {(row.notification_id, row.person_id) for row in found if row.read_at is not None}
    rows: defaultdict[uuid.UUID, list[DeliveryRow]] = defaultdict(list)
    for row in found:
        notice = known[row.notification_id]
        is_seen = (row.notification_id, row.person_id) in seen
        is_missing = not is_seen and _has_not_arrived(notice, row.state, now)
        rows[notice.id].append(_row(row, telephone_now=is_missing))
    return rows


def _row(row: Row[*tuple[Any, ...]], *, telephone_now: bool) -> DeliveryRow:
    return DeliveryRow(
        person_id=row.person_id,
        person_name=row.person_name,
        agency_name=row.agency_name,
        channel=row.channel,
        state=row.state,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        delivered_at=row.delivered_at,
        read_at=row.read_at,
        failure=row.failure,
        telephone_now=telephone_now,
        telephone=row.telephone,
        agency_telephone=row.agency_telephone,
        out_of_hours=row.out_of_hours,
    )


def _has_not_arrived(notice: Notification, state: str, now: datetime) -> bool:
    if state == NotificationState.FAILED:
        return True
    is_overdue = now - notice.queued_at >= ALERT_PATIENCE
    return notice.is_danger and state == NotificationState.PENDING and is_overdue


def _not_reached(notice: Notification) -> tuple[str, str] | None:
    facts: Mapping[str, list[str]] = notice.facts
    missed = facts.get("not_reached")
    return (missed[0] or "", missed[1]) if missed else None


def _due_at(notice: Notification) -> datetime | None:
    due_at = notice.facts.get("due_at")
    return datetime.fromisoformat(due_at) if due_at else None
