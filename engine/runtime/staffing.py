"""Which groups of an agency have somebody who may act in a case, whatever the group's size."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, literal, or_, select
from sqlalchemy.orm import aliased

from engine.access import EVERY_MEMBER, JOINS_AT, LADDER, Group, Opening
from engine.persistence.cases import Case, CaseAgency
from engine.persistence.directory import Agency, Person, RoleGrant
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import ParticipantSide

ROLES = (*LADDER, *JOINS_AT)
"""The roles that are looked up. Others have nobody who could stand in for them."""
NAMED = "named"
_KINDS = (*ROLES, NAMED)


@dataclass(frozen=True)
class Staff:
    """Who can act, of the agencies that were looked up."""

    known: frozenset[str]
    involved: frozenset[str]
    """The agencies of the disagreement when it was looked up: nobody acts for two of them."""
    groups: frozenset[Group]
    raiser_at: frozenset[str]
    """Agencies for which whoever raised the case works."""

    def able(self, opening: Opening) -> bool:
        """Tell whether somebody can act by this opening; of an agency not looked up, yes."""
        agency = opening.group.agency_key
        if agency not in self.known or opening.group.role not in ROLES:
            return True
        if opening.person_id == EVERY_MEMBER:
            return opening.group in self.groups
        return agency in self.raiser_at

    def joined(self, other: "Staff") -> "Staff":
        """Return what both know."""
        return Staff(
            self.known | other.known,
            self.involved,
            self.groups | other.groups,
            self.raiser_at | other.raiser_at,
        )


NO_STAFF = Staff(frozenset(), frozenset(), frozenset(), frozenset())


def load_staff(
    work: UnitOfWork, case_id: uuid.UUID, agencies: Iterable[str], now: datetime, *, bound: bool
) -> Staff:
    """Return who of these agencies can act; `bound`: nobody for two sides, nor as own manager."""
    keys = sorted(agencies)
    query = _BOUND if bound else _FREE
    values = {"case_id": case_id, "now": now, "agencies": keys}
    rows = work.session.connection().execute(query, values)
    return staff_of_rows([(row.agency_key, row.mask) for row in rows], keys if bound else ())


def staff_of_rows(rows: Iterable[tuple[str, int]], involved: Iterable[str]) -> Staff:
    """Return the staff that rows of agency and mask stand for."""
    found = [(agency, _kinds_in(mask)) for agency, mask in rows]
    return Staff(
        known=frozenset(agency for agency, _ in found),
        involved=frozenset(involved),
        groups=frozenset(Group(agency, kind) for agency, kinds in found for kind in kinds),
        raiser_at=frozenset(agency for agency, kinds in found if NAMED in kinds),
    )


def _kinds_in(mask: int) -> list[str]:
    return [kind for place, kind in enumerate(_KINDS) if mask & 1 << place]


def bound_mask() -> ColumnElement[int]:
    """Return a number with a bit for each role of `Agency` that somebody can act in."""
    return _mask(is_bound=True)


def _mask(*, is_bound: bool) -> ColumnElement[int]:
    grant, person = aliased(RoleGrant), aliased(Person)
    total: Any = literal(0)
    for place, kind in enumerate(_KINDS):
        holds = [
            grant.agency_key == Agency.key,
            _holds(grant),
            person.id == grant.person_id,
            person.active,
        ]
        if kind == NAMED:
            holds.append(grant.person_id == _raiser(bindparam("case_id")))
        else:
            holds.append(grant.role == kind)
            holds += [is_free_to_act(grant, bindparam("case_id"))] if is_bound else []
        found = exists().where(*holds).correlate(Agency)
        total = total + case((found, 1 << place), else_=0)
    return total  # type: ignore[no-any-return]


def is_free_to_act(grant: type[RoleGrant], case_id: Any) -> ColumnElement[bool]:
    """Return the rule of `engine.access.Sides.bar` for a member of an involved agency's group.

    `case_id` is what stands for the case's id in the statement; `now` is a parameter of it.
    """
    other = aliased(RoleGrant)
    works_elsewhere = exists().where(
        other.person_id == grant.person_id,
        other.agency_key != grant.agency_key,
        other.agency_key.in_(_agencies(case_id)),
        _holds(other),
    )
    return and_(
        grant.person_id != _raiser(case_id),
        or_(
            grant.deputy_for.is_(None),
            grant.deputy_for != _raiser(case_id),
            grant.agency_key.not_in(_agencies(case_id, side=ParticipantSide.RAISING)),
        ),
        ~_has_acted(grant, case_id, for_another=True),
        or_(
            ~works_elsewhere.correlate_except(other), _has_acted(grant, case_id, for_another=False)
        ),
    )


def _has_acted(grant: type[RoleGrant], case_id: Any, *, for_another: bool) -> ColumnElement[bool]:
    done = aliased(UserTask)
    own = done.acted_for == grant.agency_key
    another = and_(done.acted_for != grant.agency_key, done.acted_for.in_(_agencies(case_id)))
    found = exists().where(
        done.case_id == case_id,
        done.completed_by == grant.person_id,
        done.is_danger.is_(False),
        another if for_another else own,
    )
    return found.correlate_except(done)


def _holds(grant: type[RoleGrant]) -> ColumnElement[bool]:
    now = bindparam("now", type_=RoleGrant.valid_from.type)
    return and_(grant.valid_from <= now, or_(grant.valid_to.is_(None), grant.valid_to > now))


def _raiser(case_id: Any) -> Any:
    case = aliased(Case)
    found = select(case.started_by).where(case.id == case_id)
    return found.correlate_except(case).scalar_subquery()


def _agencies(case_id: Any, *, side: ParticipantSide | None = None) -> Select[str]:
    """Return the query for the agencies of a case, or for those on one side."""
    inside = aliased(CaseAgency)
    is_meant = [inside.case_id == case_id, *([inside.side == side] if side else [])]
    return select(inside.agency_key).where(*is_meant).correlate_except(inside)


def _query(*, is_bound: bool) -> Select[str, int]:
    mask = _mask(is_bound=is_bound).label("mask")
    keys: Any = bindparam("agencies", expanding=True)
    return select(Agency.key.label("agency_key"), mask).where(Agency.key.in_(keys))


# Built once: building a statement costs as much as running it.
_BOUND, _FREE = _query(is_bound=True), _query(is_bound=False)
