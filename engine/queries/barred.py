"""The rule of `engine.access.Sides.bar` as SQL.

One query finds all that bars somebody. It reads what the actor has raised and done, never what is
open for others.
"""

import uuid
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    cast,
    exists,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from engine.access import FREE_SIDES, Actor
from engine.persistence.cases import Case, CaseAgency
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.queries.ways import Place, Way, ways_of
from engine.vocabulary import ParticipantSide, TaskState

MOST_STATEMENTS = 100
"""How many statements are remembered, for those who have looked at tasks last."""
NOTHING = cast(null(), Integer)

# Made once: to make an alias costs more than to run a query over it.
done, bound, own = aliased(UserTask), aliased(UserTask), aliased(TaskCandidate)
here, there = aliased(CaseAgency), aliased(CaseAgency)

Part = Select[uuid.UUID]


# To put it together costs far more than to run it, and it depends on nothing but the actor.
@lru_cache(MOST_STATEMENTS)
def barred_statement(actor: Actor) -> CompoundSelect[uuid.UUID, int, int]:
    """Return the query for everything that the actor may not do although they are asked.

    Its rows have the number of the way among `ways_of`, the task, and no row; or no way, the task,
    and the candidate's row that names the actor, who has acted for another agency.
    """
    parts = [
        part.add_columns(literal_column(str(number), Integer), NOTHING).where(*_is_bound())
        for number, way in enumerate(ways_of(actor))
        for part in _barred(actor, way)
    ]
    return union_all(_named_in_vain(actor), *parts)


def _barred(actor: Actor, way: Way) -> Iterator[Part]:
    """Yield the queries for the tasks that the actor may not do on this way."""
    agency = way.agency_key
    yield _raised_by(actor.person_id, agency)
    yield _acted_elsewhere(actor, agency)
    absent = frozenset() if isinstance(way, Place) else actor.absent_in(way)
    if len(absent) == 1:
        yield _raised_by(min(absent), agency).where(CaseAgency.side == ParticipantSide.RAISING)


def _named_in_vain(actor: Actor) -> Select[uuid.UUID, int, int]:
    return (
        select(own.user_task_id, NOTHING, own.id)
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


def _raised_by(person_id: int, agency: str) -> Part:
    """Tasks in cases of the agency that somebody raised: for its own side, or for the other."""
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
        .join(there, and_(there.case_id == done.case_id, there.agency_key == done.acted_for))
        .where(
            done.completed_by == actor.person_id,
            done.acted_for != agency,
            done.is_danger.is_(False),
        )
    )


def stands_on_two_sides(actor: Actor, agency: str) -> ColumnElement[bool]:
    """Return the condition that a candidate's row asks in a case of two agencies of the actor.

    And they have acted for neither. Part of the row's query, not of what is found before: there may
    be as many as the groups of both agencies are asked together.
    """
    others = [key for key in actor.agencies if key != agency]
    return (
        select(bound.id)
        .join(here, and_(here.case_id == bound.case_id, here.agency_key == agency))
        .join(there, and_(there.case_id == bound.case_id, there.agency_key.in_(others)))
        .where(
            bound.id == TaskCandidate.user_task_id,
            ~_acted_for(actor, bound.case_id, agency),
            *_is_bound(bound),
        )
        .correlate(TaskCandidate)
        .exists()
    )


def _raised_for(actor: Actor, agency: Any) -> ColumnElement[bool]:
    return and_(Case.started_by == actor.person_id, agency.side == ParticipantSide.RAISING)


def _acted_for(actor: Actor, case_id: Any, agency_key: Any) -> ColumnElement[bool]:
    return exists().where(
        done.case_id == case_id,
        done.completed_by == actor.person_id,
        done.acted_for == agency_key,
        done.is_danger.is_(False),
    )


def _is_bound(task: type[UserTask] = UserTask) -> tuple[ColumnElement[bool], ...]:
    """The conditions of a task on which the bars hold."""
    return (
        task.state == TaskState.OPEN,
        task.is_danger.is_(False),
        task.agency_side.not_in(FREE_SIDES),
    )
