"""Which open tasks wait for an agency in which nobody can do them."""

import uuid
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import aliased

from engine.access import EVERY_MEMBER, FREE_SIDES
from engine.persistence.cases import CaseAgency
from engine.persistence.directory import Person, RoleGrant
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.runtime.staffing import is_free_to_act
from engine.vocabulary import TaskState

Candidate = type[TaskCandidate]


def instances_with_nobody(now: datetime) -> Select[uuid.UUID]:
    """Return the query for instances with an open task that an agency cannot do any more.

    Because nobody of an asked group is there, or because a bar keeps out everybody who is.
    """
    asked, other = aliased(TaskCandidate), aliased(TaskCandidate)
    somebody = exists().where(
        other.user_task_id == asked.user_task_id,
        other.agency_key == asked.agency_key,
        or_(_has_members(other, now), _is_named_here(other, now)),
    )
    return (
        select(UserTask.process_instance_id)
        .join(asked, asked.user_task_id == UserTask.id)
        .where(UserTask.state == TaskState.OPEN, ~somebody)
        .distinct()
        .params(now=now)
    )


def _is_named_here(row: Candidate, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a row names somebody who still works for the agency."""
    grant, person = aliased(RoleGrant), aliased(Person)
    return exists().where(
        row.person_id != EVERY_MEMBER,
        grant.agency_key == row.agency_key,
        grant.person_id == row.person_id,
        *_works(grant, person, now),
    )


def _has_members(row: Candidate, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a row is for a group of which somebody may act."""
    grant, person, involved = aliased(RoleGrant), aliased(Person), aliased(CaseAgency)
    takes_part = exists().where(
        involved.case_id == UserTask.case_id, involved.agency_key == row.agency_key
    )
    # What is true of nearly everybody comes first: most tasks are looked at no further.
    may_act = or_(
        is_free_to_act(grant, UserTask.case_id),
        UserTask.is_danger,
        UserTask.agency_side.in_(FREE_SIDES),
        ~takes_part.correlate_except(involved),
    )
    found = exists().where(
        row.person_id == EVERY_MEMBER,
        grant.agency_key == row.agency_key,
        grant.role == row.role,
        *_works(grant, person, now),
        may_act,
    )
    # The task stands in the query around: at any depth it is that one.
    return found.correlate_except(grant, person)


def _works(
    grant: type[RoleGrant], person: type[Person], now: datetime
) -> Iterator[ColumnElement[bool]]:
    yield grant.valid_from <= now
    yield or_(grant.valid_to.is_(None), grant.valid_to > now)
    yield person.id == grant.person_id
    yield person.active.is_(True)
