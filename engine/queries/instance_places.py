"""Where process instances stand: their open user tasks, and the events that they wait for."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.context import Engine
from engine.persistence.instances import ProcessInstance, Timer
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.names import element_name
from engine.vocabulary import TaskState

CATCHING = "intermediateCatchEvent"


@dataclass(frozen=True)
class Place:
    """An element at which an instance stands."""

    element_id: str
    name: str
    count: int
    """How many user tasks are open there: one for each agency, where each is asked."""
    due_at: datetime | None
    """The first time limit; empty: none."""
    is_overdue: bool


def load_places(
    engine: Engine, work: UnitOfWork, ids: Sequence[uuid.UUID]
) -> Mapping[uuid.UUID, tuple[Place, ...]]:
    """Return where each of these instances stands, what is due first first.

    An instance that waits for a message alone stands nowhere here.
    """
    now = engine.clock.now()
    places: defaultdict[uuid.UUID, list[Place]] = defaultdict(list)
    tasks = (
        select(
            UserTask.process_instance_id,
            UserTask.element_id,
            func.min(UserTask.name),
            func.count(),
            func.min(UserTask.due_at),
        )
        .where(UserTask.process_instance_id.in_(ids), UserTask.state == TaskState.OPEN)
        .group_by(UserTask.process_instance_id, UserTask.element_id)
    )
    for instance_id, element_id, name, count, due_at in work.session.execute(tasks):
        is_overdue = due_at is not None and due_at <= now
        places[instance_id].append(Place(element_id, name, count, due_at, is_overdue))
    timers = (
        select(
            Timer.process_instance_id,
            ProcessInstance.process_definition_id,
            Timer.element_id,
            func.min(Timer.due_at),
        )
        .join(ProcessInstance, ProcessInstance.id == Timer.process_instance_id)
        .where(Timer.process_instance_id.in_(ids))
        .group_by(
            Timer.process_instance_id, ProcessInstance.process_definition_id, Timer.element_id
        )
    )
    for instance_id, definition_id, element_id, due_at in work.session.execute(timers):
        compiled = engine.definitions.compiled(work, definition_id)
        if compiled.library.element(element_id).type == CATCHING:
            name = element_name(compiled, element_id)
            places[instance_id].append(Place(element_id, name, 1, due_at, is_overdue=False))
    return {instance_id: tuple(sorted(some, key=_order)) for instance_id, some in places.items()}


def _order(place: Place) -> tuple[bool, str, str]:
    due = place.due_at.isoformat() if place.due_at else ""
    return not due, due, place.element_id
