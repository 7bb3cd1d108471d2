"""Who belongs to the groups of a notice at the moment when it is delivered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, tuple_

from engine.persistence.cases import CaseAccess
from engine.persistence.directory import Person, RoleGrant
from engine.persistence.notifications import Notification
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
    """Return the active people of a notice's groups and those named in it; nobody twice."""
    members = _members(work, notification.groups, now) | _named(work, notification)
    return tuple(members[person_id] for person_id in sorted(members))


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
    query = (
        select(Person.id, CaseAccess.agency_key)
        .outerjoin(
            CaseAccess,
            (CaseAccess.person_id == Person.id) & (CaseAccess.case_id == notification.case_id),
        )
        .where(Person.id.in_(people), Person.active)
    )
    return {
        person_id: Addressee(person_id, agency or "")
        for person_id, agency in work.session.execute(query)
    }
