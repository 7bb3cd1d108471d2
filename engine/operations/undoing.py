"""Takes an operation back on a process instance where nothing has happened since."""

import uuid

from engine.access import Actor
from engine.context import Engine
from engine.errors import NotFoundError, OperationRefusedError
from engine.operations.acting import Asked, open_target
from engine.operations.asking import checked_reason
from engine.operations.kind import Kind
from engine.operations.kinds import kind_of
from engine.operations.target import Target
from engine.operations.values_put_back import note_values_put_back
from engine.operations.whole_case import put_all_back
from engine.persistence.operations import BEFORE_LABEL, Operation, OperationItem
from engine.vocabulary import Happening, ItemState, TaskState


def undo_operation(
    engine: Engine, actor: Actor, operation_id: uuid.UUID, place: int, reason: str
) -> None:
    """Put a process instance back as it was before an operation.

    Notices that were sent stay sent. Tasks that the operation opened are cancelled; what somebody
    typed into them is kept.

    Raises:
        NotFoundError: no such item, or its instance is not the actor's to act on.
        OperationRefusedError: it was not done, or something has happened since.
        InputRefusedError: no reason was given.
    """
    why = checked_reason(reason)
    with engine.open_unit_of_work() as work:
        item = work.session.get(OperationItem, (operation_id, place))
        if item is None:
            raise NotFoundError("operation", operation_id)
        operation = work.session.get_one(Operation, operation_id)
        kind = kind_of(operation.kind)
        target = open_target(
            engine, work, actor, item.process_instance_id, Asked(kind, {}, why, operation_id)
        )
        # After the case, in the order of a case that ends: it erases what its items keep.
        work.session.refresh(item, with_for_update=True)
        before = _unchanged(target, kind, item)
        snapshot = engine.sealer.open_json(before, BEFORE_LABEL)
        for task in put_all_back(target, snapshot):
            if task.state == TaskState.OPEN:
                task.state, task.closed_at = TaskState.CANCELLED, target.journal.at
        target.journal.note(
            Happening.OPERATION_UNDONE,
            process_instance_id=target.instance.id,
            details={"kind": operation.kind, "operation": str(operation_id)},
        )
        if kind.after_undo is not None:
            work.send()
            kind.after_undo(target)
        target.write()
        note_values_put_back(target)
        item.state, item.before = ItemState.UNDONE, None
        item.undone_by, item.undone_at, item.undone_why = actor.person_id, target.journal.at, why
        work.commit()


def _unchanged(target: Target, kind: Kind, item: OperationItem) -> bytes:
    """Return what was kept of an instance in which nothing has happened since.

    Raises:
        OperationRefusedError: it cannot be put back.
    """
    if item.state != ItemState.DONE:
        raise OperationRefusedError("Only what was done can be undone.")
    if not kind.can_undo:
        raise OperationRefusedError("This kind of operation cannot be undone.")
    if item.revision != target.instance.revision:
        raise OperationRefusedError(
            "Something has happened in it since, so it cannot be put back as it was."
        )
    if item.before is None:
        raise OperationRefusedError(
            "Its case has ended, and what was kept to put it back has been erased."
        )
    return item.before
