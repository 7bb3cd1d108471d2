"""What somebody may not do although they are asked: found once, and passed by in lists."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, bindparam

from engine.access import Actor
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.barred import barred_statement
from engine.queries.ways import Way, ways_of

NAMED_IN_VAIN = "named_in_vain"


@dataclass(frozen=True)
class Bars:
    """What somebody may not do although they are asked.

    In queries these are parameters, so that a query that was put together before can be used again.
    """

    tasks: Mapping[Way, tuple[uuid.UUID, ...]] = field(default_factory=dict)
    """Ids of tasks, by the way in which the actor is asked."""
    named_in_vain: tuple[int, ...] = ()
    """Ids of the candidates' rows that name the actor, who has acted for another agency."""

    def barred_tasks(self, number: int, way: Way) -> BindParameter[Any]:
        """Return the tasks that are barred on a way, and its number among `ways_of`."""
        return bindparam(_parameter(number), self.tasks.get(way, ()), expanding=True)

    def rows_in_vain(self) -> BindParameter[Any]:
        """Return the rows that name the actor in vain."""
        return bindparam(NAMED_IN_VAIN, self.named_in_vain, expanding=True)

    def values(self, actor: Actor) -> dict[str, tuple[Any, ...]]:
        """Return the values of all these parameters."""
        ways = enumerate(ways_of(actor))
        tasks = {_parameter(number): self.tasks.get(way, ()) for number, way in ways}
        return {**tasks, NAMED_IN_VAIN: self.named_in_vain}


def load_bars(work: UnitOfWork, actor: Actor) -> Bars:
    """Return what the actor may not do; a block that only reads asks for it once."""
    return work.once((load_bars, actor), lambda: _load_bars(work, actor))


def _load_bars(work: UnitOfWork, actor: Actor) -> Bars:
    ways = ways_of(actor)
    tasks: dict[Way, set[uuid.UUID]] = {way: set() for way in ways}
    rows: set[int] = set()
    for task_id, number, row_id in work.session.execute(barred_statement(actor)):
        if row_id is None:
            tasks[ways[number]].add(task_id)
        else:
            rows.add(row_id)
    return Bars({way: tuple(ids) for way, ids in tasks.items()}, tuple(rows))


def _parameter(number: int) -> str:
    return f"barred_{number}"
