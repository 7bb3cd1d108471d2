"""What a person is told whose task is no longer open."""

from engine.errors import TaskMovedOnError
from engine.persistence.directory import Person
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.task_ends import why_cancelled
from engine.vocabulary import TaskState


def moved_on_error(work: UnitOfWork, task: UserTask) -> TaskMovedOnError:
    """Return the refusal that says who or what closed the task, and when."""
    by = None
    if task.completed_by is not None:
        person = work.session.get(Person, task.completed_by)
        by = person.name if person else None
    if task.state == TaskState.COMPLETED:
        reason = f"{by or 'somebody'} completed it"
    else:
        reason = why_cancelled(work, task.id, task.case_id)
    return TaskMovedOnError(task_name=task.name, by=by, at=task.closed_at, reason=reason)
