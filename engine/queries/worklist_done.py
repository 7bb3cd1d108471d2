"""What somebody has completed, and what was completed for their groups: the newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, union_all

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError
from engine.persistence.cases import Case
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.paging import UNKNOWN_CURSOR, checked_limit, make_cursor, read_cursor
from engine.queries.visibility import case_is_open_to
from engine.queries.worklist import AFTER, BEFORE, WorkPage
from engine.queries.worklist_filter import View
from engine.queries.worklist_rows import load_work_rows

Done = tuple[datetime, UUID]
"""When a task was completed, and its id: the place of a row in this list."""


@dataclass(frozen=True)
class _Place:
    """Where a page begins: behind a row, or (backwards) in front of it; None: at the newest."""

    row: Done | None = None
    is_backwards: bool = False


def list_done_tasks(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    *,
    view: View = View.DONE,
    limit: int = 20,
    cursor: str | None = None,
) -> WorkPage:
    """Return a page of the tasks that were completed last, in cases that the actor may see.

    `View.DONE`: by the actor; `View.TEAM_DONE`: by anybody for one of the actor's groups.

    Raises:
        InputRefusedError: the limit or the cursor cannot be used.
    """
    size = checked_limit(limit)
    place = _read_place(cursor)
    found = _walk(work, actor, view, place, size + 1)
    if place.is_backwards and len(found) <= size:
        place = _Place()
        found = _walk(work, actor, view, place, size + 1)
    shown = found[-size:] if place.is_backwards else found[:size]
    is_first, is_last = place.row is None, len(found) <= size
    if place.is_backwards:
        is_first, is_last = is_last, False
    return WorkPage(
        load_work_rows(engine, work, actor, [task_id for _, task_id in shown]),
        next_cursor=_cursor(AFTER, shown[-1]) if shown and not is_last else None,
        previous_cursor=_cursor(BEFORE, shown[0]) if shown and not is_first else None,
    )


def _walk(work: UnitOfWork, actor: Actor, view: View, place: _Place, count: int) -> Sequence[Done]:
    """Return at most `count` rows from a place on, the newest first."""
    parts = [_stretch(way, actor, place, count).subquery() for way in _ways(actor, view)]
    merged = union_all(*(select(part.c.closed_at, part.c.id) for part in parts)).subquery()
    order = (merged.c.closed_at, merged.c.id)
    query = (
        select(*order)
        .distinct()
        .order_by(*(order if place.is_backwards else (key.desc() for key in order)))
        .limit(count)
    )
    found = [(at, task_id) for at, task_id in work.session.execute(query)]
    return found[::-1] if place.is_backwards else found


def _ways(actor: Actor, view: View) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of the walks: by the actor, or for each of their groups."""
    if view == View.DONE:
        yield UserTask.completed_by == actor.person_id
        return
    yield false()  # Somebody without a group has a list all the same.
    for group in sorted(actor.groups):
        yield and_(
            UserTask.completed_for == group.agency_key,
            UserTask.role == group.role,
            UserTask.completed_by.is_not(None),
        )


def _stretch(
    way: ColumnElement[bool], actor: Actor, place: _Place, count: int
) -> Select[datetime | None, UUID]:
    order = (UserTask.closed_at, UserTask.id)
    query = (
        select(*order)
        .join(Case, Case.id == UserTask.case_id)
        .where(way, case_is_open_to(actor))
        .order_by(*(order if place.is_backwards else (key.desc() for key in order)))
        .limit(count)
    )
    return query if place.row is None else query.where(_is_beyond(place, *place.row))


def _is_beyond(place: _Place, at: datetime, task_id: UUID) -> ColumnElement[bool]:
    """Return the condition that a row comes after the place; its first half finds the index."""
    when, same = UserTask.closed_at, UserTask.closed_at == at
    if place.is_backwards:
        return and_(when >= at, or_(when > at, and_(same, UserTask.id > task_id)))
    return and_(when <= at, or_(when < at, and_(same, UserTask.id < task_id)))


def _cursor(direction: str, row: Done) -> str:
    at, task_id = row
    return make_cursor(direction, at.isoformat(), str(task_id))


def _read_place(cursor: str | None) -> _Place:
    if cursor is None:
        return _Place()
    direction, at, task_id = read_cursor(cursor, 3)
    try:
        row = datetime.fromisoformat(at), UUID(task_id)
    except ValueError:
        raise InputRefusedError(UNKNOWN_CURSOR) from None
    # Ours are in UTC; another zone could lead beyond the years that there are.
    if row[0].tzinfo != UTC or direction not in {AFTER, BEFORE}:
        raise InputRefusedError(UNKNOWN_CURSOR)
    return _Place(row, is_backwards=direction == BEFORE)
