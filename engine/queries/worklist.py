"""The inbox: what somebody may do now, danger first, then by due time; and what waits for others.

A page is one walk along an index for each group of the actor, so that its cost does not grow with
what is open, for others or for the actor's own groups.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.paging import UNKNOWN_CURSOR, checked_limit, make_cursor, read_cursor
from engine.queries.worklist_counts import MOST_COUNTED, Count, counted
from engine.queries.worklist_filter import TaskFilter, View
from engine.queries.worklist_order import KeyRange, range_of
from engine.queries.worklist_rows import WorkRow, load_work_rows
from engine.queries.worklist_walks import Found, Stretch, walk_tasks

AFTER, BEFORE = "after", "before"
ALL_MY_WORK = TaskFilter()


@dataclass(frozen=True)
class WorkPage:
    """Some rows of an inbox; a cursor is empty where the list ends."""

    rows: tuple[WorkRow, ...]
    next_cursor: str | None = None
    previous_cursor: str | None = None
    count: Count | None = None
    """How many tasks there are in the whole list; the pages after the first do not count."""
    is_cut_off: bool = False
    """A filter has looked through as many tasks as it may at once: more may fit behind them."""
    is_last_of_look: bool = False
    """The next page begins behind the tasks that were looked through."""


def list_open_tasks(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    *,
    wanted: TaskFilter = ALL_MY_WORK,
    limit: int = 50,
    cursor: str | None = None,
) -> WorkPage:
    """Return a page of open tasks: those that the actor may do, or that wait for others.

    Raises:
        InputRefusedError: the limit or the cursor cannot be used.
    """
    size = checked_limit(limit)
    within = range_of(wanted.due, engine.clock.now())
    # The first page looks a little further than it shows, and so knows how many there are.
    stretch = _stretch(cursor, size + 1 if cursor else max(size, MOST_COUNTED) + 1, within)
    found = walk_tasks(work, actor, wanted, stretch)
    if stretch.is_backwards and len(found.tasks) <= size and not found.examined_to:
        # Back at the beginning: the first page is shown whole.
        stretch = Stretch(size + 1, within)
        found = walk_tasks(work, actor, wanted, stretch)
    shown = found.tasks[-size:] if stretch.is_backwards else found.tasks[:size]
    before, after = _ends(found, shown, stretch)
    waits = wanted.view == View.WAITING
    rows = load_work_rows(engine, work, actor, [task for _, task in shown], with_doers=waits)
    return WorkPage(
        rows,
        next_cursor=make_cursor(AFTER, after) if after else None,
        previous_cursor=make_cursor(BEFORE, before) if before else None,
        count=None if cursor else counted(found.tasks),
        is_cut_off=bool(found.examined_to),
        is_last_of_look=bool(found.examined_to) and after == found.examined_to,
    )


def _stretch(cursor: str | None, count: int, within: KeyRange) -> Stretch:
    if cursor is None:
        return Stretch(count, within)
    direction, key = read_cursor(cursor, 2)
    if direction not in {AFTER, BEFORE}:
        raise InputRefusedError(UNKNOWN_CURSOR)
    return Stretch(count, within, key, is_backwards=direction == BEFORE)


def _ends(found: Found, shown: Sequence[tuple[str, UUID]], stretch: Stretch) -> tuple[str, str]:
    """Return the keys before which and after which there may be more; empty: there is nothing."""
    has_more = len(found.tasks) > len(shown)
    first, last = (shown[0][0], shown[-1][0]) if shown else ("", "")
    if stretch.is_backwards:
        return (first if has_more else found.examined_to), (last or found.examined_to)
    # Nothing behind the key: the way back includes the task whose key it is.
    before = (first or f"{stretch.start}~") if stretch.start else ""
    return before, (last if has_more else found.examined_to)
