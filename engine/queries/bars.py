"""The rule of `engine.access.Sides.bar` as SQL: which tasks somebody of an asked group may not do.

Nothing here depends on the row that is looked at, so that a list works it out once and then passes
by. It reads what the actor has raised and done, never what is open for others.
"""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    exists,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from engine.access import EVERY_MEMBER, FREE_SIDES, Actor, Group
from engine.persistence.cases import Case, CaseAgency
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.vocabulary import ParticipantSide, TaskState

# Made once: to make an alias costs more than to run a query over it.
done, own, asked = aliased(UserTask), aliased(TaskCandidate), aliased(TaskCandidate)
here, there = aliased(CaseAgency), aliased(CaseAgency)

Part = Select[uuid.UUID]
Ids = CompoundSelect[uuid.UUID]
IsAsked = Callable[[type[TaskCandidate]], ColumnElement[bool]]
"""Whether a candidate's row is the way by which somebody would come in."""


def barred_from(actor: Actor, group: Group) -> Ids:
    """Return the query for the tasks that the actor may not do as a member of this group."""
    barred = _barred(
        actor,
        group.agency_key,
        lambda row: and_(row.role == group.role, row.person_id == EVERY_MEMBER),
    )
    absent = actor.absent_in(group)
    if len(absent) == 1:
        barred.append(_raised_by_absent(min(absent), group.agency_key))
    return _bound(barred)


def barred_in_place_of(actor: Actor, absent: int, agency: str) -> Ids:
    """Return the query for the tasks that the actor may not do for one named at this agency."""
    return _bound(_barred(actor, agency, lambda row: row.person_id == absent))


def _barred(actor: Actor, agency: str, is_asked: IsAsked) -> list[Part]:
    parts = [_raised(actor, agency), _acted_elsewhere(actor, agency)]
    if len(actor.agencies) > 1:
        parts.append(_on_two_sides(actor, agency, is_asked))
    return parts


def _bound(parts: Iterable[Part]) -> Ids:
    return union_all(*(part.where(*_is_bound()) for part in parts))


def named_in_vain(actor: Actor) -> Select[int]:
    """Return the query for the rows that name the actor, who has acted for another agency."""
    return (
        select(own.id)
        .join(UserTask, UserTask.id == own.user_task_id)
        .join(Case, Case.id == UserTask.case_id)
        .join(here, and_(here.case_id == Case.id, here.agency_key == own.agency_key))
        .join(there, and_(there.case_id == Case.id, there.agency_key != own.agency_key))
        .where(
            own.person_id == actor.person_id,
            own.person_id > literal_column("0"),
            or_(_raised_for(actor, there), _acted_for(actor, there.case_id, there.agency_key)),
            *_is_bound(),
        )
    )


def _raised(actor: Actor, agency: str) -> Part:
    """Tasks in cases of the agency that the actor raised: for its own side, or for the other."""
    return _raised_by(actor.person_id, agency)


def _raised_by_absent(absent: int, agency: str) -> Part:
    """Tasks in cases of the agency that an absent colleague raised for it."""
    return _raised_by(absent, agency).where(CaseAgency.side == ParticipantSide.RAISING)


def _raised_by(person_id: int, agency: str) -> Part:
    return (
        select(UserTask.id)
        .join(Case, Case.id == UserTask.case_id)
        .join(CaseAgency, and_(CaseAgency.case_id == Case.id, CaseAgency.agency_key == agency))
        .where(Case.started_by == person_id, Case.ended_at.is_(None))
    )


def _acted_elsewhere(actor: Actor, agency: str) -> Part:
    """Tasks in cases of the agency in which the actor has acted for another that takes part."""
    return (
        select(UserTask.id)
        .join(done, done.case_id == UserTask.case_id)
        .join(here, and_(here.case_id == done.case_id, here.agency_key == agency))
        .join(there, and_(there.case_id == done.case_id, there.agency_key == done.completed_for))
        .where(
            done.completed_by == actor.person_id,
            done.completed_for != agency,
            done.is_danger.is_(False),
        )
    )


def _on_two_sides(actor: Actor, agency: str, is_asked: IsAsked) -> Part:
    """Tasks of the agency in cases of two agencies of the actor, who has acted for neither."""
    others = [key for key in actor.agencies if key != agency]
    return (
        select(UserTask.id)
        .join(asked, asked.user_task_id == UserTask.id)
        .join(here, and_(here.case_id == UserTask.case_id, here.agency_key == agency))
        .join(there, and_(there.case_id == UserTask.case_id, there.agency_key.in_(others)))
        .where(
            asked.agency_key == agency,
            is_asked(asked),
            ~_acted_for(actor, UserTask.case_id, agency),
        )
    )


def _raised_for(actor: Actor, agency: Any) -> ColumnElement[bool]:
    return and_(Case.started_by == actor.person_id, agency.side == ParticipantSide.RAISING)


def _acted_for(actor: Actor, case_id: Any, agency_key: Any) -> ColumnElement[bool]:
    return exists().where(
        done.case_id == case_id,
        done.completed_by == actor.person_id,
        done.completed_for == agency_key,
        done.is_danger.is_(False),
    )


def _is_bound() -> tuple[ColumnElement[bool], ...]:
    """The conditions of a task on which the bars hold."""
    return (
        UserTask.state == TaskState.OPEN,
        UserTask.is_danger.is_(False),
        UserTask.agency_side.not_in(FREE_SIDES),
    )
