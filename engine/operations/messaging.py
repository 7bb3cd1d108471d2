"""Send a message of the diagram to a process instance, danger among them."""

from engine.errors import OperationRefusedError
from engine.operations.kind import Asks, Kind, Option, Question
from engine.operations.target import Target
from engine.runtime.linked import start_linked_instance
from engine.runtime.locking import main_instance
from engine.runtime.messages import case_variables, refuse_message
from engine.vocabulary import DANGER_MESSAGE, Happening, InstanceState, OperationKind

MESSAGE = "message"


def _send(target: Target) -> str:
    name = target.answers[MESSAGE]
    refuse_message(target.case, name)
    if name in target.compiled.library.message_starts:
        main = main_instance(target.work, target.case)
        variables = case_variables(target.engine, target.work, target.case, main)
        begun = start_linked_instance(target.act, name, variables, target.journal)
        steps = ", ".join(f"“{task.name}”" for task in begun.opened)
        return f"“{name}” was sent. It has opened {steps or 'no step'}."
    if target.instance.state == InstanceState.SUSPENDED and name != DANGER_MESSAGE:
        raise OperationRefusedError("It is on hold. Resume it first.")
    process = target.settle().process
    if target.instance.state == InstanceState.ENDED or not process.receive(name):
        raise OperationRefusedError(f"Nothing in it waits for “{name}”.")
    target.journal.note(
        Happening.MESSAGE_RECEIVED,
        process_instance_id=target.instance.id,
        details={"message": name},
    )
    return f"“{name}” was received."


def _options(target: Target) -> tuple[Option, ...]:
    library = target.compiled.library
    starts = library.message_starts
    caught = (element.message for element in library.elements(target.instance.process_id))
    return tuple(Option(name, name) for name in dict.fromkeys((*starts, *filter(None, caught))))


SEND_MESSAGE = Kind(
    OperationKind.SEND_MESSAGE,
    "Send a message",
    "As somebody of the office. A danger message always gets through; any other needs something in "
    "the procedure that takes it.",
    _send,
    questions=(Question(MESSAGE, "Which message?", Asks.CHOICE, options=_options),),
    can_undo=False,
    details=lambda answers: {MESSAGE: answers[MESSAGE]},
)
