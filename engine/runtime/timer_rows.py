"""Keeps the `timer` rows in step with the waiting timers of a workflow."""

from sqlalchemy import delete

from engine.persistence.instances import Timer
from engine.persistence.writing import insert_rows
from engine.runtime.movement import Movement


def rewrite_timers(movement: Movement) -> None:
    """Remove the rows of timers that no longer wait and add rows for new ones."""
    waiting = movement.process.timers
    gone = movement.timers_before - waiting.keys()
    if gone:
        movement.work.session.execute(delete(Timer).where(Timer.id.in_(gone)))
    insert_rows(
        movement.work,
        Timer,
        (
            {
                "id": timer.id,
                "process_instance_id": movement.instance.id,
                "element_id": timer.element_id,
                "due_at": timer.due_at,
                "next_attempt_at": timer.due_at,
                "attempts": 0,
            }
            for timer_id, timer in waiting.items()
            if timer_id not in movement.timers_before
        ),
    )
