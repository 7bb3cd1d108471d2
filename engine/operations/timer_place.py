"""Finds a waiting timer by its id, as the operations name it: instance, element, agency."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.errors import NotFoundError
from engine.operations.chosen import AGENCY, ELEMENT
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance, Timer
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.administered import is_administered_by
from engine.vocabulary import TaskState


@dataclass(frozen=True)
class TimerPlace:
    """Where a timer waits."""

    process_instance_id: uuid.UUID
    answers: Mapping[str, Any]
    """The answers that choose it."""


def timer_place(engine: Engine, actor: Actor, timer_id: uuid.UUID) -> TimerPlace:
    """Return where a waiting timer is.

    Raises:
        NotFoundError: there is no such timer, or its instance is not the actor's to act on.
    """
    with engine.open_reading() as work:
        query = (
            select(Timer)
            .join(ProcessInstance, ProcessInstance.id == Timer.process_instance_id)
            .join(Case, Case.id == ProcessInstance.case_id)
            .where(Timer.id == timer_id, is_administered_by(actor))
        )
        timer = work.session.scalar(query)
        if timer is None:
            raise NotFoundError("timer", timer_id)
        answers = {ELEMENT: timer.element_id, AGENCY: _agency(work, timer)}
        return TimerPlace(timer.process_instance_id, answers)


def _agency(work: UnitOfWork, timer: Timer) -> str | None:
    """Return the one agency whose step has this limit, where each agency has its own."""
    query = select(UserTask.agency_key).where(
        UserTask.process_instance_id == timer.process_instance_id,
        UserTask.state == TaskState.OPEN,
        UserTask.due_element_id == timer.element_id,
        UserTask.due_at == timer.due_at,
    )
    found = set(work.session.scalars(query))
    return found.pop() if len(found) == 1 else None
