"""Brings the due times of open tasks in step with timers that an operation has set anew."""

from sqlalchemy import select, update

from engine.persistence.tasks import TaskCandidate, UserTask
from engine.runtime.movement import Movement
from engine.runtime.task_limits import limit_of_task
from engine.runtime.task_rows import sort_key


def follow_due_times(movement: Movement) -> None:
    """Write the due time of each task that was open before, and its place in everybody's inbox.

    A task whose limit has passed keeps it: it is not begun again.
    """
    still_open = {
        task_id: task
        for task_id, task in movement.process.open_tasks.items()
        if task_id in movement.open_before
    }
    limits = {task_id: limit_of_task(movement, task) for task_id, task in still_open.items()}
    rows = select(UserTask).where(UserTask.id.in_(still_open))
    for row in movement.work.session.scalars(rows):
        due_at, timer = limits[row.id]
        if timer is None or due_at == row.due_at:
            continue
        row.due_at, row.due_element_id = due_at, timer
        movement.work.session.execute(
            update(TaskCandidate)
            .where(TaskCandidate.user_task_id == row.id)
            .values(sort_key=sort_key(row))
        )
    movement.work.session.flush()
