"""End a process instance without completing it.

The case is then closed as ended by an administrator, which is no outcome: reports count it beside
the ways in which people close a case, and neither among the outcomes nor in the time to resolution.
"""

from sqlalchemy import select

from engine.errors import OperationRefusedError
from engine.operations.kind import Kind
from engine.operations.target import Target
from engine.persistence.instances import ProcessInstance
from engine.runtime.application_notices import ApplicationNotice, Sender, queue_application_notice
from engine.runtime.cancelling import cancel_instance
from engine.runtime.case_life import end_case
from engine.runtime.child_numbers import forget_child_numbers
from engine.runtime.closing_told import told_of_closing
from engine.runtime.participants import parties_of
from engine.vocabulary import (
    DANGER_MESSAGE,
    Closing,
    Happening,
    InstanceState,
    OperationKind,
)

BY_ADMINISTRATOR = {"ended_by": "administrator"}


def _cancel(target: Target) -> str:
    if target.instance.message == DANGER_MESSAGE:
        raise OperationRefusedError("A danger alert is never cancelled: a child may be at risk.")
    if not target.instance.is_main:
        cancel_instance(target.act, target.journal, target.instance, BY_ADMINISTRATOR)
        return "Cancelled. The case itself goes on."
    _refuse_with_others_open(target)
    case, journal = target.case, target.journal
    case.closed_as, case.outcome = Closing.ADMINISTRATIVE, None
    journal.note(Happening.CASE_CLOSED, details={"closed_as": Closing.ADMINISTRATIVE})
    told = ApplicationNotice(
        "CASE_CLOSED",
        "The case was closed",
        told_of_closing(_sender(target), parties_of(target.work, case)),
        outcome=Closing.ADMINISTRATIVE.value,
    )
    because = {"closed_as": Closing.ADMINISTRATIVE}
    cancel_instance(target.act, journal, target.instance, because)
    queue_application_notice(_sender(target), told)
    forget_child_numbers(target.work, case)
    if case.open_instances:
        return "Cancelled. The case ends when its danger alert has been answered."
    end_case(target.engine, target.work, case, journal)
    return "Cancelled, and the case has ended. What people typed is kept."


def _refuse_with_others_open(target: Target) -> None:
    """Refuse while something else but danger runs beside: it would go on in a closed case."""
    query = select(ProcessInstance.message).where(
        ProcessInstance.case_id == target.case.id,
        ProcessInstance.is_main.is_(False),
        ProcessInstance.state != InstanceState.ENDED,
        ProcessInstance.message != DANGER_MESSAGE,
    )
    other = target.work.session.scalars(query.limit(1)).first()
    if other is not None:
        message = f"“{other}” is still running beside it. Cancel that first."
        raise OperationRefusedError(message)


def _tell_that_it_goes_on(target: Target) -> None:
    if target.instance.is_main:
        told = told_of_closing(_sender(target), parties_of(target.work, target.case))
        notice = ApplicationNotice("CASE_GOES_ON", "The case goes on after all", told)
        queue_application_notice(_sender(target), notice)


def _sender(target: Target) -> Sender:
    return Sender(target.work, target.case, target.compiled, target.instance.id, target.journal)


CANCEL = Kind(
    OperationKind.CANCEL,
    "Cancel",
    "Its open steps and time limits end, and the case is closed as ended by an administrator, "
    "which is no outcome. Danger alerts go on. What people typed is kept, and both sides are told.",
    _cancel,
    after_undo=_tell_that_it_goes_on,
)
