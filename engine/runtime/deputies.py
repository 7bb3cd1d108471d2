"""Gives deputies the roles of those who are away, and takes them back at the end.

A deputy's role is a grant like any other, so that tasks, notices and the inbox know it by
themselves. What is written here follows from the absences and from the roles that people hold of
their own: no deputy of a deputy.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select

from engine.persistence.directory import Absence, RoleGrant
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.absences import is_not_over
from engine.queries.colleagues import OFFICES


class _Post(NamedTuple):
    """One role that a deputy has, from when."""

    deputy_id: int
    agency_key: str
    role: str
    valid_from: datetime


def rewrite_deputies(work: UnitOfWork, person_id: int, now: datetime) -> None:
    """Let the grants of deputies be what they should be after something changed for a person.

    For the deputies of this person, and for the people for whom this person stands in.
    """
    absences = select(Absence).where(
        or_(Absence.person_id == person_id, Absence.deputy_id == person_id), is_not_over(now)
    )
    absent = {row.person_id for row in work.session.scalars(absences)}
    for each in sorted({person_id, *absent}):
        _rewrite_for(work, each, now)


def _rewrite_for(work: UnitOfWork, absent: int, now: datetime) -> None:
    work.session.flush()
    wanted = dict(_posts(work, absent, now))
    held = select(RoleGrant).where(RoleGrant.deputy_for == absent, _goes_on(now))
    for grant in work.session.scalars(held).all():
        post = _Post(grant.person_id, grant.agency_key, grant.role, grant.valid_from)
        if post in wanted:
            grant.valid_to = wanted.pop(post)
        elif grant.valid_from >= now:
            work.session.delete(grant)
        else:
            grant.valid_to = now
    for post, valid_to in wanted.items():
        person_id, agency_key, role, valid_from = post
        work.session.add(
            RoleGrant(
                person_id=person_id,
                agency_key=agency_key,
                role=role,
                valid_from=valid_from,
                valid_to=valid_to,
                deputy_for=absent,
            )
        )


def _posts(work: UnitOfWork, absent: int, now: datetime) -> Iterator[tuple[_Post, datetime]]:
    """Yield what the deputies of somebody have, and until when."""
    roles = _own_roles(work, absent, now)
    for absence in work.session.scalars(
        select(Absence).where(Absence.person_id == absent, is_not_over(now))
    ).all():
        works_until = _works_until(work, absence, now)
        for grant in roles:
            ends = [absence.ends_at, grant.valid_to, works_until.get(grant.agency_key, now)]
            begins = max(absence.starts_at, grant.valid_from)
            until = min(end for end in ends if end is not None)
            if begins < until:
                yield _Post(absence.deputy_id, grant.agency_key, grant.role, begins), until


def _works_until(work: UnitOfWork, absence: Absence, now: datetime) -> dict[str, datetime]:
    """Return until when the deputy is a colleague, by agency."""
    found: dict[str, datetime] = {}
    for grant in _own_roles(work, absence.deputy_id, now):
        until = grant.valid_to or absence.ends_at
        found[grant.agency_key] = max(until, found.get(grant.agency_key, until))
    return found


def _own_roles(work: UnitOfWork, person_id: int, now: datetime) -> list[RoleGrant]:
    query = select(RoleGrant).where(
        RoleGrant.person_id == person_id,
        RoleGrant.deputy_for.is_(None),
        RoleGrant.role.not_in(OFFICES),
        _goes_on(now),
    )
    return list(work.session.scalars(query))


def _goes_on(now: datetime) -> ColumnElement[bool]:
    return or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > now)
