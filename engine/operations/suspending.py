"""Hold a process instance, and let it go on."""

from engine.errors import OperationRefusedError
from engine.operations.kind import Asks, Kind, Option, Question
from engine.operations.target import Target
from engine.persistence.operations import Suspension
from engine.persistence.writing import delete_rows, insert_rows
from engine.vocabulary import DANGER_MESSAGE, InstanceState, OperationKind

RUNS_ON, KEEPS = "runs_on", "keeps_remaining"


def _suspend(target: Target) -> str:
    instance = target.instance
    if instance.state != InstanceState.ACTIVE:
        raise OperationRefusedError("Only what is running can be suspended.")
    if instance.message == DANGER_MESSAGE:
        raise OperationRefusedError("A danger alert is never suspended: a child may be at risk.")
    keeps = target.answers["clock"] == KEEPS
    instance.state = InstanceState.SUSPENDED
    insert_rows(
        target.work,
        Suspension,
        [
            {
                "process_instance_id": instance.id,
                "since": target.journal.at,
                "keeps_remaining": keeps,
            }
        ],
    )
    if keeps:
        return "Suspended. Its limits get the time back when it is resumed."
    return "Suspended. Its clocks run on; what falls due is told when it is resumed."


def _resume(target: Target) -> str:
    held = target.work.session.get(Suspension, target.instance.id)
    if held is None:
        raise OperationRefusedError("It is not suspended.")
    target.instance.state = InstanceState.ACTIVE
    delete_rows(target.work, Suspension.process_instance_id, [target.instance.id])
    movement = target.movement
    if held.keeps_remaining:
        pause = target.journal.at - held.since
        for timer in movement.process.timers.values():
            movement.process.clocks.set_due(timer.id, timer.due_at + pause)
    movement.process.advance()
    return "Resumed." if not held.keeps_remaining else "Resumed; its limits got the time back."


SUSPEND = Kind(
    OperationKind.SUSPEND,
    "Suspend",
    "Nobody can complete its steps and no limit fires until it is resumed. Danger alerts go on, "
    "and what people type is kept.",
    _suspend,
    questions=(
        Question(
            "clock",
            "What happens to its time limits?",
            Asks.CHOICE,
            options=lambda _target: (
                Option(RUNS_ON, "Their clocks run on"),
                Option(KEEPS, "They keep the time that is left"),
            ),
        ),
    ),
)
RESUME = Kind(
    OperationKind.RESUME,
    "Resume",
    "It goes on where it was. Limits that passed meanwhile fire at once, unless they keep the time "
    "that was left.",
    _resume,
)
