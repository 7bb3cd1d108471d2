"""How the inbox is read: one walk along an index for each way in which tasks are somebody's own.

Each walk stops after the rows that are wanted, so that its cost does not grow with what is open.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from engine.access import Actor
from engine.persistence.cases import Case
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.bars import Bars, load_bars
from engine.queries.visibility import (
    case_is_open_to,
    named_ways_to_tasks,
    task_is_open_to,
    ways_to_tasks,
)
from engine.queries.worklist_filter import CONDITIONS, TaskFilter, View
from engine.queries.worklist_order import EVERYTHING, KeyRange
from engine.vocabulary import TaskState

MOST_EXAMINED = 500
"""How many tasks a filter looks through at once. They all stand in the reader's own inbox."""
MOST_STATEMENTS = 100
"""How many statements are remembered, for those who have looked at their inbox last."""
LAST = "~"
"""Behind every key."""

# Parameters, also of the limits, so that pages of any length share a statement.
MOST, EXAMINED = (bindparam(name, type_=Integer) for name in ("most", "examined"))
LOW, HIGH = (bindparam(name, type_=String) for name in ("low", "high"))

UNKNOWN_BARS = Bars()
"""In a statement that is remembered, what bars its reader is a parameter as well."""

Walk = Select[UUID, str]
Task = tuple[str, UUID]
"""The key and the id of a task."""

# Made once: to make an alias costs more than to run a query over it.
done = aliased(UserTask)


@dataclass(frozen=True)
class Stretch:
    """A part of a walk: at most `count` tasks in a range, after a key or (backwards) before it."""

    count: int
    within: KeyRange = EVERYTHING
    start: str = ""
    """The key from which to go on, itself left out; empty: from the end of the range."""
    is_backwards: bool = False

    def values(self) -> dict[str, str | int]:
        """Return the values of a statement's parameters."""
        low, high = self.within.first, self.within.end or LAST
        if self.start and self.is_backwards:
            high = min(high, self.start)
        elif self.start:
            low = max(low, self.start)
        return {"low": low, "high": high, "most": self.count, "examined": MOST_EXAMINED}


@dataclass(frozen=True)
class Found:
    """Tasks in the order of the inbox, and where the looking ended."""

    tasks: tuple[Task, ...]
    examined_to: str = ""
    """The last key that was looked at, when there may be more behind it."""


def walk_tasks(work: UnitOfWork, actor: Actor, wanted: TaskFilter, stretch: Stretch) -> Found:
    """Return the first tasks of a stretch that fit; `wanted.due` is the stretch's own affair.

    What a page shows and what it counts are often the same walk.
    """
    key = (walk_tasks, actor, wanted, stretch)
    return work.once(key, lambda: _walk_tasks(work, actor, wanted, stretch))


def _walk_tasks(work: UnitOfWork, actor: Actor, wanted: TaskFilter, stretch: Stretch) -> Found:
    bars = load_bars(work, actor).values(actor)
    values, is_backwards = {**stretch.values(), **wanted.values(), **bars}, stretch.is_backwards
    names = tuple(wanted.values())
    statement = _statement(actor, wanted.view, names, is_backwards=is_backwards)
    rows = work.session.execute(statement, values)
    tasks = tuple((key, task_id) for task_id, key in rows)
    found = tuple(reversed(tasks)) if is_backwards else tasks
    if not names or len(found) == stretch.count:
        return Found(found)
    last = _last_examined(actor, wanted.view, is_backwards=is_backwards)
    return Found(found, work.session.scalar(last, values) or "")


def walk_keys(work: UnitOfWork, actor: Actor, view: View, count: int) -> tuple[str, ...]:
    """Return the keys of the first tasks of a view."""
    return tuple(key for key, _ in walk_tasks(work, actor, TaskFilter(view), Stretch(count)).tasks)


# To put such a statement together costs far more than to run it, and it depends on nothing but
# the actor: what changes from page to page are parameters.
@lru_cache(MOST_STATEMENTS)
def _statement(actor: Actor, view: View, names: tuple[str, ...], *, is_backwards: bool) -> Walk:
    """Return the query for the first `most` tasks that fit, from a bounded number of them."""
    if not names:
        return _merged(actor, view, MOST, is_backwards=is_backwards)
    looked_at = _merged(actor, view, EXAMINED, is_backwards=is_backwards).subquery()
    key = looked_at.c.sort_key
    return (
        select(looked_at.c.user_task_id, key)
        .join(UserTask, UserTask.id == looked_at.c.user_task_id)
        .join(Case, Case.id == UserTask.case_id)
        .where(*(CONDITIONS[name] for name in names))
        .order_by(key.desc() if is_backwards else key)
        .limit(MOST)
    )


@lru_cache(MOST_STATEMENTS)
def _last_examined(actor: Actor, view: View, *, is_backwards: bool) -> Select[str]:
    """Return the query for the last key of a whole look, if there are so many tasks."""
    looked_at = _merged(actor, view, EXAMINED, is_backwards=is_backwards).subquery()
    key = looked_at.c.sort_key
    order = key.desc() if is_backwards else key
    return select(key).order_by(order).offset(MOST_EXAMINED - 1).limit(1)


def _merged(actor: Actor, view: View, most: ColumnElement[int], *, is_backwards: bool) -> Walk:
    """Return the query for a stretch of all walks together, no task twice."""
    parts = [_cut(walk, most, is_backwards=is_backwards) for walk in _walks(actor, view)]
    tables = [part.subquery() for part in parts]
    merged = union_all(*(select(one.c.user_task_id, one.c.sort_key) for one in tables)).subquery()
    key = merged.c.sort_key
    order = key.desc() if is_backwards else key
    return select(merged.c.user_task_id, key).distinct().order_by(order).limit(most)


def _cut(walk: Walk, most: ColumnElement[int], *, is_backwards: bool) -> Walk:
    """Return the walk with its rows beyond the stretch left out, in the stretch's order."""
    key = TaskCandidate.sort_key
    order = key.desc() if is_backwards else key
    return walk.where(key > LOW, key < HIGH).order_by(order).limit(most)


def _walks(actor: Actor, view: View) -> Iterator[Walk]:
    """Yield the walks of a view. Distinct: who is named twice would fill the page with doubles."""
    if view == View.MINE:
        yield from (_walk(way) for way in named_ways_to_tasks(actor, UNKNOWN_BARS))
        yield _walk(TaskCandidate.user_task_id.in_(_claimed(actor)))
    elif view == View.WAITING:
        yield _walk(TaskCandidate.user_task_id.in_(_with_others(actor)))
    else:
        yield from (_walk(way) for way in ways_to_tasks(actor, UNKNOWN_BARS))


def _walk(condition: ColumnElement[bool]) -> Walk:
    query = select(TaskCandidate.user_task_id, TaskCandidate.sort_key)
    return query.where(condition).distinct()


def _claimed(actor: Actor) -> Select[UUID]:
    return select(UserTask.id).where(
        UserTask.claimed_by == actor.person_id,
        UserTask.state == TaskState.OPEN,
        task_is_open_to(actor, UNKNOWN_BARS),
    )


def _with_others(actor: Actor) -> Select[UUID]:
    """Return the query for open tasks of others in cases that the actor raised or has acted in."""
    acted_in = union_all(
        select(Case.id).where(Case.started_by == actor.person_id, Case.ended_at.is_(None)),
        select(done.case_id).where(done.completed_by == actor.person_id),
    )
    return (
        select(UserTask.id)
        .join(Case, Case.id == UserTask.case_id)
        .where(
            UserTask.case_id.in_(acted_in),
            UserTask.state == TaskState.OPEN,
            Case.ended_at.is_(None),
            case_is_open_to(actor),
            ~task_is_open_to(actor, UNKNOWN_BARS),
        )
    )
