"""Ends what is open in a case without completing it: tasks, timers, instances; never danger."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.persistence.instances import ProcessInstance, Timer
from engine.persistence.operations import Suspension
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.writing import delete_rows, update_row
from engine.runtime.act import Act
from engine.runtime.journal import Journal
from engine.runtime.locking import unwatched
from engine.vocabulary import DANGER_MESSAGE, Closing, Happening, InstanceState, TaskState


def cancel_instances(act: Act, journal: Journal, reason: Closing) -> None:
    """End every instance of a locked case but those of a child in danger, also what is on hold.

    Nothing is loaded: a case can be closed although its state cannot be read any more.
    """
    query = select(ProcessInstance).where(
        ProcessInstance.case_id == act.case.id, ProcessInstance.state != InstanceState.ENDED
    )
    for instance in act.work.session.scalars(query).all():
        if instance.message != DANGER_MESSAGE:
            because = {"closed_as": reason}
            cancel_instance(act, journal, unwatched(act.work, instance), because)


def cancel_instance(
    act: Act, journal: Journal, instance: ProcessInstance, because: Mapping[str, Any]
) -> None:
    """End one locked instance; drafts stay. `because` says in the history why its tasks closed."""
    _cancel_tasks(act, journal, instance, because)
    delete_rows(act.work, Timer.process_instance_id, [instance.id])
    delete_rows(act.work, Suspension.process_instance_id, [instance.id])
    instance.state, instance.ended_at, instance.workflow = InstanceState.ENDED, act.now, None
    instance.revision += 1
    act.case.open_instances -= 1
    update_row(act.work, instance)
    journal.note(Happening.INSTANCE_ENDED, process_instance_id=instance.id, details={"ends": []})


def _cancel_tasks(
    act: Act, journal: Journal, instance: ProcessInstance, because: Mapping[str, Any]
) -> None:
    query = select(UserTask).where(
        UserTask.process_instance_id == instance.id, UserTask.state == TaskState.OPEN
    )
    tasks = act.work.session.scalars(query).all()
    for task in tasks:
        task.state, task.closed_at = TaskState.CANCELLED, act.now
        journal.note(
            Happening.TASK_CANCELLED,
            process_instance_id=instance.id,
            element_id=task.element_id,
            details={"task": str(task.id), **because},
        )
    delete_rows(act.work, TaskCandidate.user_task_id, [task.id for task in tasks])
