"""User tasks as rows of an inbox: with the agencies on the other side, and who has them."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.access import Actor
from engine.context import Engine
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.cases import Participant, participants
from engine.queries.doers import TaskDoer, list_doers_of_tasks
from engine.queries.names import person_names
from engine.queries.task_rows import TaskRow, load_task_rows
from engine.queries.worklist_order import Due, part_of
from engine.vocabulary import ParticipantSide, TaskState


@dataclass(frozen=True)
class WorkRow(TaskRow):
    """One user task in an inbox."""

    part: Due | None
    """The part of the inbox in which it stands; None once it is closed."""
    other_agencies: tuple[str, ...]
    """Names of the agencies of the disagreement that the reader does not work for."""
    doers: tuple[TaskDoer, ...]
    """Who may do it, where the reader may not; otherwise empty."""
    completed_by_name: str | None


def load_work_rows(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    task_ids: Sequence[uuid.UUID],
    *,
    with_doers: bool = False,
) -> tuple[WorkRow, ...]:
    """Return the rows of these tasks in the order given. Whoever asks has checked the access."""
    tasks = load_task_rows(engine, work, task_ids)
    agencies = participants(work, list({task.case_id for task in tasks}))
    people = person_names(work, [task.completed_by for task in tasks])
    doers = list_doers_of_tasks(work, task_ids) if with_doers else {}
    now = engine.clock.now()
    return tuple(
        WorkRow(
            **vars(task),
            part=part_of(task, now) if task.state == TaskState.OPEN else None,
            other_agencies=tuple(_others(actor, agencies.get(task.case_id, ()))),
            doers=doers.get(task.id, ()),
            completed_by_name=people.get(task.completed_by or 0),
        )
        for task in tasks
    )


def _others(actor: Actor, agencies: Iterable[Participant]) -> Iterable[str]:
    """Return the names of the agencies that disagree, but for the reader's own."""
    own = set(actor.agencies)
    sides = (agency for agency in agencies if agency.side != ParticipantSide.OTHER)
    return (agency.agency_name for agency in sides if agency.agency_key not in own)
