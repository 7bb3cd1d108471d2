"""What a step means for the case: its stage, its outcome, its end."""

from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.child_numbers import forget_child_numbers
from engine.runtime.identity_hint import erase_identity_hint
from engine.runtime.journal import Journal
from engine.runtime.movement import Movement
from engine.vocabulary import Happening


def follow(movement: Movement) -> None:
    """Bring the case's stage, outcome and end in step with its instances."""
    case = movement.case
    if movement.instance.is_main:
        _follow_stage(movement)
        if movement.process.is_ended:
            case.outcome = movement.process.end_element_ids[-1]
    if case.open_instances == 0 and case.ended_at is None:
        end_case(movement.engine, movement.work, case, movement.journal)


def end_case(engine: Engine, work: UnitOfWork, case: Case, journal: Journal) -> None:
    """End a case in which nothing is open any more."""
    case.ended_at = journal.at
    # Minimum data: the hint that tells who the child is has served its purpose.
    erase_identity_hint(engine, work, case)
    forget_child_numbers(work, case)
    closed_as = {"closed_as": case.closed_as} if case.closed_as else {}
    journal.note(Happening.CASE_ENDED, details={"outcome": case.outcome, **closed_as})


def _follow_stage(movement: Movement) -> None:
    """The stage is that of the task opened last.

    Its time starts when it is entered, and again when its limit does: after a professionals
    meeting the line managers have a new 24 hours, and a contact before that does not count.
    """
    stages = [task.stage for task in movement.opened if task.stage]
    if not stages:
        return
    if stages[-1] != movement.case.stage or _limit_begins(movement):
        movement.case.stage, movement.case.stage_started_at = stages[-1], movement.now


def _limit_begins(movement: Movement) -> bool:
    opened = {task.id for task in movement.opened}
    return any(
        timer_id not in movement.timers_before and opened.intersection(timer.attached_task_ids)
        for timer_id, timer in movement.process.timers.items()
    )
