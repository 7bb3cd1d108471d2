"""The rules of `engine.access` as SQL, in two forms with the same meaning.

`…_is_open_to` asks about one row that is known already; `open_…_ids` is where a list begins. Each
walks along an index: one OR over all ways in would read every opening there is. What somebody may
not do although they are asked is found before (`engine.queries.bars`).
"""

import uuid
from collections.abc import Iterator

from sqlalchemy import ColumnElement, CompoundSelect, and_, or_, select, union_all

from engine.access import Actor
from engine.persistence.cases import Case, CaseAccess
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.queries.barred import stands_on_two_sides
from engine.queries.bars import Bars
from engine.queries.ways import Openings, Place, asks, is_named, ways_of

Ids = CompoundSelect[uuid.UUID]


def case_is_open_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the row's case has reached the actor."""
    return (
        select(CaseAccess.case_id)
        .where(CaseAccess.case_id == Case.id, or_(*ways_in(CaseAccess, actor)))
        .correlate(Case)
        .exists()
    )


def task_is_open_to(actor: Actor, bars: Bars) -> ColumnElement[bool]:
    """Return the condition that the actor may do the row's user task."""
    return (
        select(TaskCandidate.id)
        .where(TaskCandidate.user_task_id == UserTask.id, or_(*ways_to_tasks(actor, bars)))
        .correlate(UserTask)
        .exists()
    )


def open_case_ids(actor: Actor) -> Ids:
    """Return the query for the ids of the cases that have reached the actor; some of them twice."""
    ways = ways_in(CaseAccess, actor)
    return union_all(*(select(CaseAccess.case_id).where(way) for way in ways))


def open_task_ids(actor: Actor, bars: Bars) -> Ids:
    """Return the query for the ids of the tasks that the actor may do; some of them twice."""
    ways = ways_to_tasks(actor, bars)
    return union_all(*(select(TaskCandidate.user_task_id).where(way) for way in ways))


def ways_in(table: Openings, actor: Actor) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions by which a row of `table` admits the actor."""
    yield is_named(table, actor)
    for way in ways_of(actor):
        yield asks(table, way)


def ways_to_tasks(actor: Actor, bars: Bars) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions by which a candidate's row lets the actor do its task."""
    yield and_(is_named(TaskCandidate, actor), TaskCandidate.id.not_in(bars.rows_in_vain()))
    for number, way in enumerate(ways_of(actor)):
        condition = and_(
            asks(TaskCandidate, way),
            TaskCandidate.user_task_id.not_in(bars.barred_tasks(number, way)),
        )
        if len(actor.agencies) > 1:
            condition = and_(condition, ~stands_on_two_sides(actor, way.agency_key))
        yield condition


def named_ways_to_tasks(actor: Actor, bars: Bars) -> Iterator[ColumnElement[bool]]:
    """Yield those of the conditions by which the actor, or whose deputy they are, is named."""
    by_name, *others = ways_to_tasks(actor, bars)
    yield by_name
    for way, condition in zip(ways_of(actor), others, strict=True):
        if isinstance(way, Place):
            yield condition
