"""What holds of everything that changes where an instance stands: when it is not safe at all."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from engine.errors import OperationRefusedError
from engine.operations.target import Target
from engine.runtime.movement import Movement
from engine.runtime.participants import PARTIES
from engine.vocabulary import DANGER_MESSAGE, InstanceState, OperationKind

DANGER_GOES_ON = (
    "A danger alert is never moved, completed or skipped by an administrator: a child may be at "
    "risk. Those who are told have to answer it."
)
ON_HOLD = "It is on hold. Resume it first."
NOT_RAISED = "The case has not been raised yet. Whoever raises it has to answer first."
LIMIT_PASSED = (
    "A time limit has passed in it just now. What follows from that comes first; look again in a "
    "moment."
)


def movable(target: Target, kind: OperationKind) -> Movement:
    """Return the instance in memory, to be moved by an administrator.

    Raises:
        OperationRefusedError: nobody but the people of the case may move it now.
    """
    if target.instance.message == DANGER_MESSAGE:
        raise OperationRefusedError(DANGER_GOES_ON)
    if target.instance.state == InstanceState.SUSPENDED:
        raise OperationRefusedError(ON_HOLD)
    if target.case.raised_at is None:
        raise OperationRefusedError(NOT_RAISED)
    movement = target.movement
    movement.process.advance()
    # Together with the act, undoing the act would undo the escalation.
    if movement.process.step.fired:
        raise OperationRefusedError(LIMIT_PASSED)
    movement.operation = kind
    return movement


def refuse_raising_step(target: Target, element_id: str) -> None:
    """Refuse the step in which the agencies of the case are named: it is raised once.

    Raises:
        OperationRefusedError: it is this step.
    """
    element = target.compiled.library.element(element_id)
    form = target.compiled.forms.get(element.form_key or "")
    if form is not None and any(party in form.questions for party in PARTIES):
        raise OperationRefusedError(
            f"“{element.name}” says which agencies the case is between, and is answered once. "
            "Change a participant, or close the case and raise it again."
        )


def limits_in_words(movement: Movement) -> str:
    """Return what has become of the limits, as a sentence after another one; perhaps nothing."""
    before: Mapping[UUID, datetime] = movement.timers_before
    now = movement.process.timers
    ended, begun = before.keys() - now.keys(), now.keys() - before.keys()
    if ended and begun:
        return " The limits of the old place ended, and those of the new one begin now."
    if ended:
        return " The limits of the old place ended."
    return " The limits of the new place begin now." if begun else ""
