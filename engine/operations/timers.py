"""Fire a time limit now, or set it for another time."""

from datetime import UTC, datetime

from engine.errors import OperationRefusedError
from engine.operations.chosen import (
    DUE_AT,
    LIMIT,
    ONE_AGENCY,
    chosen_timers,
    named,
    told_in_history,
)
from engine.operations.due_times import follow_due_times
from engine.operations.kind import Asks, Kind, Question
from engine.operations.target import Target
from engine.vocabulary import DANGER_MESSAGE, InstanceState, OperationKind

NEVER_LATER = "A time limit of a danger alert is never put off: a child may be at risk."


def _fire(target: Target) -> str:
    if target.instance.state == InstanceState.SUSPENDED:
        raise OperationRefusedError("It is on hold, so that no time limit fires. Resume it first.")
    timers, movement = chosen_timers(target), target.movement
    for timer in timers:
        if timer.due_at > target.journal.at:
            movement.process.clocks.set_due(timer.id, target.journal.at)
        movement.process.clocks.release(timer.id)
    # What stays open under the limit is overdue from now on, not from the time that it had.
    follow_due_times(movement)
    movement.process.advance()
    return f"{named(target, timers[0].element_id)} has fired, and what follows from it was done."


def _change_due(target: Target) -> str:
    due_at = datetime.fromisoformat(target.answers[DUE_AT]).astimezone(UTC)
    if due_at <= target.journal.at:
        raise OperationRefusedError(
            "Choose a time that is still to come. To let a limit pass at once, fire it."
        )
    timers = chosen_timers(target)
    for timer in timers:
        if target.instance.message == DANGER_MESSAGE and due_at > timer.due_at:
            raise OperationRefusedError(NEVER_LATER)
        target.movement.process.clocks.set_due(timer.id, due_at)
    return f"{named(target, timers[0].element_id)} is set for another time."


FIRE_TIMER = Kind(
    OperationKind.FIRE_TIMER,
    "Fire a time limit now",
    "The limit passes now: whoever the procedure names is told, and the case goes on as it does "
    "when nobody has answered in time.",
    _fire,
    questions=(LIMIT, ONE_AGENCY),
    details=told_in_history,
)
CHANGE_DUE = Kind(
    OperationKind.CHANGE_DUE,
    "Change a due time",
    "The limit ends at another time. Open steps show it, and reports judge by it.",
    _change_due,
    questions=(LIMIT, Question(DUE_AT, "When does it end?", Asks.TIME), ONE_AGENCY),
    details=told_in_history,
)
