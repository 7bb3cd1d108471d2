"""How much the person has to do, asked once for each page: the frame and the inbox both say it."""

from flask import g

from engine.access import Actor
from engine.context import Engine
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.worklist_counts import TaskCounts, count_open_tasks


def open_task_counts(engine: Engine, work: UnitOfWork, actor: Actor) -> TaskCounts:
    """Return the counts of what the actor may do now."""
    if "open_task_counts" not in g:
        g.open_task_counts = count_open_tasks(engine, work, actor)
    counts: TaskCounts = g.open_task_counts
    return counts
