"""The time limit of a task that opens: its own, or that of a sub-process around it."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from engine.definitions.compiled import CompiledBundle
from engine.persistence.tasks import UserTask
from engine.runtime.movement import Movement
from engine.spiff.process import OpenTask


def limit_of_task(movement: Movement, task: OpenTask) -> tuple[datetime | None, str | None]:
    """Return when the next limit of a task ends, and the timer that it comes from."""
    limits = [
        timer for timer in movement.process.timers.values() if task.id in timer.attached_task_ids
    ]
    first = min(limits, key=lambda timer: timer.due_at, default=None)
    return (first.due_at, first.element_id) if first else _passed(movement, task)


def _passed(movement: Movement, task: OpenTask) -> tuple[datetime | None, str | None]:
    """Return the limit around the task that passed before it opened: it is not begun again."""
    around = frozenset(_around(movement.compiled, task))
    timers = around and [
        element.id
        for process_id in movement.compiled.library.processes
        for element in movement.compiled.library.elements(process_id)
        if element.event == "timer" and element.attached_to in around
    ]
    if not timers:
        return None, None
    earlier = select(UserTask.due_at, UserTask.due_element_id).where(
        UserTask.process_instance_id == movement.instance.id, UserTask.due_element_id.in_(timers)
    )
    newest = earlier.order_by(UserTask.due_at.desc()).limit(1)
    row = movement.work.session.execute(newest).one_or_none()
    return (row.due_at, row.due_element_id) if row else (None, None)


def _around(compiled: CompiledBundle, task: OpenTask) -> Iterator[str]:
    """Yield the sub-processes and calls that a task is inside of."""
    for element_id in (task.element_id, *task.call_element_ids):
        if element_id in task.call_element_ids:
            yield element_id
        parent_id = compiled.library.element(element_id).parent_id
        while parent_id is not None:
            yield parent_id
            parent_id = compiled.library.element(parent_id).parent_id
