"""The version that a user task follows, or followed when it closed."""

from sqlalchemy import select

from engine.persistence.history import HistoryEvent
from engine.persistence.instances import ProcessInstance
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import Happening


def version_of_task(work: UnitOfWork, task: UserTask, followed: int | None = None) -> int:
    """Return the process definition that a task follows; of a closed one, followed at its end.

    Its instance may have gone to another version since, which perhaps has no such step any more.
    `followed`: what the instance follows now, where that is known.
    """
    if task.closed_at is not None:
        migrated = select(HistoryEvent).where(
            HistoryEvent.case_id == task.case_id,
            HistoryEvent.process_instance_id == task.process_instance_id,
            HistoryEvent.kind == Happening.INSTANCE_MIGRATED,
            HistoryEvent.at > task.closed_at,
        )
        later = work.session.scalars(migrated.order_by(HistoryEvent.number).limit(1)).first()
        if later is not None:
            return int(later.details["from"])
    if followed is not None:
        return followed
    instance = work.session.get_one(ProcessInstance, task.process_instance_id)
    return instance.process_definition_id
