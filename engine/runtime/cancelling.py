"""Ends what is open in a case without completing it: tasks, timers, instances; never danger."""

from sqlalchemy import delete, select

from engine.persistence.instances import ProcessInstance, Timer
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.writing import delete_rows, update_row
from engine.runtime.act import Act
from engine.runtime.journal import Journal
from engine.runtime.locking import unwatched
from engine.vocabulary import DANGER_MESSAGE, Closing, Happening, InstanceState, TaskState


def cancel_instances(act: Act, journal: Journal, reason: Closing) -> None:
    """End every active instance of a locked case but those of a child in danger.

    Nothing is loaded: a case can be closed although its state cannot be read any more.
    """
    query = select(ProcessInstance).where(
        ProcessInstance.case_id == act.case.id, ProcessInstance.state == InstanceState.ACTIVE
    )
    for instance in act.work.session.scalars(query).all():
        if instance.message != DANGER_MESSAGE:
            _cancel(act, journal, unwatched(act.work, instance), reason)


def _cancel(act: Act, journal: Journal, instance: ProcessInstance, reason: Closing) -> None:
    _cancel_tasks(act, journal, instance, reason)
    act.work.session.execute(delete(Timer).where(Timer.process_instance_id == instance.id))
    instance.state, instance.ended_at, instance.workflow = InstanceState.ENDED, act.now, None
    instance.revision += 1
    act.case.open_instances -= 1
    update_row(act.work, instance)
    journal.note(Happening.INSTANCE_ENDED, process_instance_id=instance.id, details={"ends": []})


def _cancel_tasks(act: Act, journal: Journal, instance: ProcessInstance, reason: Closing) -> None:
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
            details={"task": str(task.id), "closed_as": reason},
        )
    delete_rows(act.work, TaskCandidate.user_task_id, [task.id for task in tasks])
