"""Whether a procedure has changed under somebody: their case went to another version meanwhile."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.access import Actor
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import ProcessInstance
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import Happening


@dataclass(frozen=True)
class VersionChange:
    """From which version to which a case went since somebody last did something in it."""

    at: datetime
    old_id: int
    old_version: int
    old_edition: str
    new_id: int
    new_version: int
    new_edition: str


def find_version_change(
    work: UnitOfWork, actor: Actor, user_task_id: uuid.UUID
) -> VersionChange | None:
    """Return how the version of a task changed since the actor last completed one of its case.

    So it is told to each person once, on their next step. Of danger there is nothing to read first:
    None. Source: clause P-01 of Berkshire 2026, whose readers are asked to read again.
    """
    task = work.session.get_one(UserTask, user_task_id)
    if task.is_danger:
        return None
    done = select(func.max(UserTask.closed_at)).where(
        UserTask.case_id == task.case_id, UserTask.completed_by == actor.person_id
    )
    migrated = select(HistoryEvent).where(
        HistoryEvent.case_id == task.case_id,
        HistoryEvent.process_instance_id == task.process_instance_id,
        HistoryEvent.kind == Happening.INSTANCE_MIGRATED,
    )
    since = work.session.scalar(done)
    if since is not None:
        migrated = migrated.where(HistoryEvent.at > since)
    events = work.session.scalars(migrated.order_by(HistoryEvent.number)).all()
    if not events:
        return None
    first, last = events[0].details, events[-1].details
    followed = work.session.scalar(
        select(ProcessInstance.process_definition_id).where(
            ProcessInstance.id == task.process_instance_id
        )
    )
    # It went back, or the migration was taken back.
    if followed != last["to"] or followed == first["from"]:
        return None
    return VersionChange(
        at=events[-1].at,
        old_id=first["from"],
        old_version=first["from_version"],
        old_edition=first["from_edition"],
        new_id=last["to"],
        new_version=last["to_version"],
        new_edition=last["to_edition"],
    )
