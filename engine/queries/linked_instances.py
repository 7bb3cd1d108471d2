"""The other process instances of a case."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import load_only

from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class LinkedInstance:
    """A process instance beside another one of the same case."""

    id: uuid.UUID
    is_main: bool
    message: str | None
    """The message that started it; empty for the main one."""
    state: str
    started_at: datetime
    ended_at: datetime | None


def list_linked_instances(
    work: UnitOfWork, case: Case, instance_id: uuid.UUID
) -> tuple[LinkedInstance, ...]:
    """Return the case's process instances but this one, the oldest first.

    The caller has checked that the actor administers the case.
    """
    query = (
        select(ProcessInstance)
        .where(ProcessInstance.case_id == case.id, ProcessInstance.id != instance_id)
        .order_by(ProcessInstance.started_at, ProcessInstance.id)
        .options(
            load_only(
                ProcessInstance.is_main,
                ProcessInstance.message,
                ProcessInstance.state,
                ProcessInstance.started_at,
                ProcessInstance.ended_at,
            )
        )
    )
    return tuple(
        LinkedInstance(
            id=one.id,
            is_main=one.is_main,
            message=one.message,
            state=one.state,
            started_at=one.started_at,
            ended_at=one.ended_at,
        )
        for one in work.session.scalars(query)
    )
