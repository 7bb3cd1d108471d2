"""Who belongs to the groups of a notice at the moment when it is delivered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, tuple_

from engine.persistence.cases import CaseAccess
from engine.persistence.directory import Person, RoleGrant
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import Role


@dataclass(frozen=True)
class Addressee:
    """A person whom a notice reaches, and the agency for which they are told."""

    person_id: int
    agency_key: str
    sees_case: bool = True


def list_addressees(
    work: UnitOfWork, notification: Notification, now: datetime
) -> tuple[Addressee, ...]:
    """Return the active people of a notice's groups and those named in it; nobody twice.

    A next contact is told instead of somebody: those who had the same alert are left out.
    """
    members = _members(work, notification.groups, now)
    members |= _deputies(work, notification, now) | _named(work, notification)
    told = people_told(work, notification) if notification.instead_of is not None else set()
    return tuple(members[person_id] for person_id in sorted(members.keys() - told))


def people_told(work: UnitOfWork, alert: Notification) -> set[int]:
    """Return whom the danger notices of the same alert have gone to."""
    query = (
        select(Delivery.person_id)
        .join(Notification, Notification.id == Delivery.notification_id)
        .where(
            Notification.process_instance_id == alert.process_instance_id,
            Notification.is_danger,
        )
    )
    return set(work.session.scalars(query))


def _members(work: UnitOfWork, groups: Mapping[str, Any], now: datetime) -> dict[int, Addressee]:
    wanted = [(agency, role) for agency, role in groups.get("groups", ())]
    query = (
        select(RoleGrant.person_id, RoleGrant.agency_key, RoleGrant.role)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            tuple_(RoleGrant.agency_key, RoleGrant.role).in_(wanted),
            RoleGrant.valid_from <= now,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > now),
            Person.active,
        )
        # Of several the last one stands: the first agency, and a role that sees the case.
        .order_by(RoleGrant.agency_key.desc(), RoleGrant.role != Role.PROCEDURES_GROUP)
    )
    return {
        row.person_id: Addressee(
            row.person_id, row.agency_key, sees_case=row.role != Role.PROCEDURES_GROUP
        )
        for row in work.session.execute(query)
    }


def _named(work: UnitOfWork, notification: Notification) -> dict[int, Addressee]:
    """Return the people named in the notice; the case remembers for which agency each is in it."""
    people = [int(person) for person in notification.groups.get("people", ())]
    by_name = (
        select(func.min(CaseAccess.agency_key))
        .where(CaseAccess.case_id == notification.case_id, CaseAccess.person_id == Person.id)
        .scalar_subquery()
    )
    by_role = (
        select(func.min(CaseAccess.agency_key))
        .join(
            RoleGrant,
            (RoleGrant.agency_key == CaseAccess.agency_key) & (RoleGrant.role == CaseAccess.role),
        )
        .where(CaseAccess.case_id == notification.case_id, RoleGrant.person_id == Person.id)
        .scalar_subquery()
    )
    agency = func.coalesce(notification.only_for_agency, by_name, by_role, "")
    query = select(Person.id, agency).where(Person.id.in_(people), Person.active)
    return {
        person_id: Addressee(person_id, agency_key)
        for person_id, agency_key in work.session.execute(query)
    }


def _deputies(work: UnitOfWork, notification: Notification, now: datetime) -> dict[int, Addressee]:
    """Return who stands in for people named in the notice, at the agency that is in the case."""
    people = [int(person) for person in notification.groups.get("people", ())]
    query = (
        select(RoleGrant.person_id, RoleGrant.agency_key)
        .join(Person, Person.id == RoleGrant.person_id)
        .join(
            CaseAccess,
            (CaseAccess.person_id == RoleGrant.deputy_for)
            & (CaseAccess.agency_key == RoleGrant.agency_key),
        )
        .where(
            CaseAccess.case_id == notification.case_id,
            RoleGrant.deputy_for.in_(people),
            RoleGrant.valid_from <= now,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > now),
            Person.active,
        )
    )
    agency = notification.only_for_agency
    return {
        person_id: Addressee(person_id, agency_key)
        for person_id, agency_key in work.session.execute(query)
        if agency in (None, agency_key)
    }
