"""Work a due time out again, from when the limit began and from what is known today."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from engine.errors import OperationRefusedError
from engine.operations.chosen import LIMIT, ONE_AGENCY, chosen_timers, named, told_in_history
from engine.operations.kind import Kind
from engine.operations.target import Target
from engine.persistence.tasks import UserTask
from engine.runtime.host import EngineHost
from engine.runtime.workplaces import Workplaces
from engine.spiff.failures import StepFailed
from engine.spiff.process import WaitingTimer
from engine.vocabulary import DANGER_MESSAGE, OperationKind

LEAST_TIME = timedelta(hours=1)
"""What everybody keeps, however late the new time would be (ADR 0021, rule 2)."""


def _recalculate(target: Target) -> str:
    timers = chosen_timers(target)
    changed = [timer for timer in timers if _set_again(target, timer)]
    name = named(target, timers[0].element_id)
    if not changed:
        raise OperationRefusedError(f"{name} has the right due time already.")
    return f"The due time of {name} was worked out again."


def _set_again(target: Target, timer: WaitingTimer) -> bool:
    """Set one timer anew; tell whether its due time has changed."""
    name = named(target, timer.element_id)
    if timer.repeats:
        raise OperationRefusedError(f"{name} repeats. Change its due time instead.")
    due_at = _due_at(target, timer, _begun_at(target, timer))
    if due_at is None or due_at == timer.due_at:
        return False
    if due_at < timer.due_at:
        # A limit that becomes shorter leaves everybody an hour, and never more than they had.
        due_at = min(max(due_at, target.journal.at + LEAST_TIME), timer.due_at)
    elif target.instance.message == DANGER_MESSAGE:
        return False
    target.movement.process.clocks.set_due(timer.id, due_at)
    return due_at != timer.due_at


def _due_at(target: Target, timer: WaitingTimer, begun_at: datetime) -> datetime | None:
    agency_of = Workplaces(target.work, begun_at).agency_of
    host = EngineHost(begun_at, target.engine.calendar, agency_of)
    try:
        return target.movement.process.clocks.due_if_begun(timer.id, host)
    except StepFailed as failed:
        name = named(target, timer.element_id)
        raise OperationRefusedError(f"The time of {name} cannot be worked out.") from failed


def _begun_at(target: Target, timer: WaitingTimer) -> datetime:
    if timer.begun_at is not None:
        return timer.begun_at
    # Saved before beginnings were kept: a limit begins when its step opens.
    opened = select(func.min(UserTask.opened_at)).where(UserTask.id.in_(timer.attached_task_ids))
    begun_at = target.work.session.scalar(opened)
    if begun_at is None:
        name = named(target, timer.element_id)
        raise OperationRefusedError(f"It is not known when {name} began. Change its due time.")
    return begun_at


RECALCULATE_DUE = Kind(
    OperationKind.RECALCULATE_DUE,
    "Work a due time out again",
    "The limit is counted again from when it began, with the bank holidays and values known today. "
    "A limit that becomes shorter leaves at least one hour.",
    _recalculate,
    questions=(LIMIT, ONE_AGENCY),
    details=told_in_history,
)
