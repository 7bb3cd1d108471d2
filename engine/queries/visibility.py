"""The rules of `engine.access` as SQL, in two forms with the same meaning.

`…_is_open_to` asks about one row that is known already; `open_…_ids` is where a list begins. Each
walks along an index: one OR over both ways in would read every opening there is. The tasks that
somebody may not do although their group is asked are worked out once for each way, beside the walk.
"""

import uuid
from collections.abc import Iterator

from sqlalchemy import ColumnElement, CompoundSelect, and_, literal_column, or_, select, union_all

from engine.access import EVERY_MEMBER, Actor, Group
from engine.persistence.cases import Case, CaseAccess
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.queries.bars import barred_from, barred_in_place_of, named_in_vain

Openings = type[CaseAccess] | type[TaskCandidate]
Ids = CompoundSelect[uuid.UUID]


def case_is_open_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the row's case has reached the actor."""
    return (
        select(CaseAccess.case_id)
        .where(CaseAccess.case_id == Case.id, or_(*ways_in(CaseAccess, actor)))
        .correlate(Case)
        .exists()
    )


def task_is_open_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor may do the row's user task."""
    return (
        select(TaskCandidate.id)
        .where(TaskCandidate.user_task_id == UserTask.id, or_(*ways_to_tasks(actor)))
        .correlate(UserTask)
        .exists()
    )


def open_case_ids(actor: Actor) -> Ids:
    """Return the query for the ids of the cases that have reached the actor; some of them twice."""
    ways = ways_in(CaseAccess, actor)
    return union_all(*(select(CaseAccess.case_id).where(way) for way in ways))


def open_task_ids(actor: Actor) -> Ids:
    """Return the query for the ids of the tasks that the actor may do; some of them twice."""
    ways = ways_to_tasks(actor)
    return union_all(*(select(TaskCandidate.user_task_id).where(way) for way in ways))


def ways_to_tasks(actor: Actor) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions by which a candidate's row lets the actor do its task."""
    yield from named_ways_to_tasks(actor)
    for group in sorted(actor.groups):
        yield and_(
            is_member_of(TaskCandidate, group),
            TaskCandidate.user_task_id.not_in(barred_from(actor, group)),
        )


def named_ways_to_tasks(actor: Actor) -> Iterator[ColumnElement[bool]]:
    """Yield those of the conditions by which the actor, or whose deputy they are, is named."""
    yield and_(is_named(TaskCandidate, actor), TaskCandidate.id.not_in(named_in_vain(actor)))
    for absent, agency in _places(actor):
        yield and_(
            is_in_place_of(TaskCandidate, absent, agency),
            TaskCandidate.user_task_id.not_in(barred_in_place_of(actor, absent, agency)),
        )


def ways_in(table: Openings, actor: Actor) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions by which a row of `table` admits the actor.

    By name, by each group, and in the place of each absent colleague who is named.
    """
    yield is_named(table, actor)
    for group in sorted(actor.groups):
        yield is_member_of(table, group)
    for absent, agency in _places(actor):
        yield is_in_place_of(table, absent, agency)


def is_member_of(table: Openings, group: Group) -> ColumnElement[bool]:
    """Return the condition that a row of `table` is for every member of a group."""
    return and_(
        table.agency_key == group.agency_key,
        table.role == group.role,
        table.person_id == EVERY_MEMBER,
    )


def is_in_place_of(table: Openings, absent: int, agency: str) -> ColumnElement[bool]:
    """Return the condition that a row of `table` names an absent colleague at an agency."""
    return and_(
        table.person_id == absent,
        table.agency_key == agency,
        table.person_id > literal_column("0"),
    )


def is_named(table: Openings, actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a row of `table` names the actor.

    The second half is always true; it lets the planner take an index of the named alone.
    """
    return and_(table.person_id == actor.person_id, table.person_id > literal_column("0"))


def _places(actor: Actor) -> Iterator[tuple[int, str]]:
    """Yield the absent colleagues whose deputy the actor is, with each agency of the actor."""
    for absent in sorted(actor.stands_in_for):
        for agency in actor.agencies:
            yield absent, agency
