"""Keeps the `timer` rows in step with the waiting timers of a workflow."""

from engine.persistence.instances import Timer
from engine.persistence.writing import delete_rows, insert_rows
from engine.runtime.movement import Movement


def rewrite_timers(movement: Movement) -> None:
    """Remove the rows of timers that no longer wait and add rows for new ones."""
    waiting, before = movement.process.timers, movement.timers_before
    # A timer that repeats keeps its id and gets a new due time.
    gone = {key for key, due in before.items() if key not in waiting or waiting[key].due_at != due}
    delete_rows(movement.work, Timer.id, gone)
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
            if before.get(timer_id) != timer.due_at
        ),
    )
