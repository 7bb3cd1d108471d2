"""How much is in somebody's inbox, counted only as far as it helps: “99+” is much."""

from collections.abc import Sequence
from dataclasses import dataclass

from typing_extensions import override

from engine.access import Actor
from engine.context import Engine
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.worklist_filter import View
from engine.queries.worklist_order import Due, KeyRange, range_of
from engine.queries.worklist_walks import walk_keys

MOST_COUNTED = 99


@dataclass(frozen=True)
class Count:
    """A number of tasks, and whether there are more than were counted."""

    number: int
    is_more: bool = False

    @override
    def __str__(self) -> str:
        """Return “12”, or “99+” when there are more."""
        return f"{self.number}+" if self.is_more else str(self.number)

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return self.number > 0


NOTHING = Count(0)


@dataclass(frozen=True)
class TaskCounts:
    """How many tasks somebody may do now, and how many of them press."""

    open: Count
    overdue: Count
    danger: Count


def count_open_tasks(engine: Engine, work: UnitOfWork, actor: Actor) -> TaskCounts:
    """Return how many tasks the actor may do, and how many of them press.

    What presses stands first in the inbox, so that one look at its beginning counts it all.
    """
    now = engine.clock.now()
    keys = walk_keys(work, actor, View.TEAM, MOST_COUNTED + 1)
    return TaskCounts(
        open=counted(keys),
        overdue=_in_range(keys, range_of(Due.OVERDUE, now)),
        danger=_in_range(keys, range_of(Due.DANGER, now)),
    )


def count_tasks(work: UnitOfWork, actor: Actor, view: View) -> Count:
    """Return how many open tasks a view holds."""
    return counted(walk_keys(work, actor, view, MOST_COUNTED + 1))


def _in_range(keys: Sequence[str], part: KeyRange) -> Count:
    """Count a part; there are more of it when the keys end in its midst."""
    is_more = len(keys) > MOST_COUNTED and part.covers(keys[-1])
    inside = sum(part.covers(key) for key in keys[:MOST_COUNTED])
    return Count(inside, is_more)


def counted(found: Sequence[object]) -> Count:
    """Return the number of what was found with a limit of one more than is counted."""
    return Count(min(len(found), MOST_COUNTED), len(found) > MOST_COUNTED)
