"""Takes an operation on: one process instance is acted on at once, many in the background."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError, NotFoundError, OperationRefusedError
from engine.operations.answers import checked_answers
from engine.operations.carrying_out import carry_out_next
from engine.operations.kinds import kind_of
from engine.operations.whole_case import one_of_each_case
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.operations import ANSWERS_LABEL, Operation, OperationItem
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import columns_of, conflict_insert, insert_rows
from engine.queries.administered import is_administered_by
from engine.vocabulary import ItemState

MOST_INSTANCES = 10_000
MOST_REASON = 1000
MOVED_ON = (
    "Something has happened in it since you looked. Look again at what would happen, then confirm."
)


@dataclass(frozen=True)
class Looked:
    """What somebody has looked at who asks."""

    operation_id: uuid.UUID
    """The id that the operation takes: asked for twice, it is done once."""
    revision: int | None = None
    """Of the one process instance as it was shown; empty of many."""


def ask_operation(  # noqa: PLR0913, PLR0917 - an operation, and what was seen of it
    engine: Engine,
    actor: Actor,
    kind: str,
    instance_ids: Sequence[uuid.UUID],
    answers: Mapping[str, Any],
    reason: str,
    looked: Looked | None = None,
) -> uuid.UUID:
    """Take an operation on; return its id.

    One process instance is acted on before this returns. Of many each waits for the background, in
    the order given; whoever asks may go.

    Raises:
        NotFoundError: no such operation or process instance, or it is not the actor's to act on.
        InputRefusedError: no reason, an answer is missing or wrong, or too many instances.
        OperationRefusedError: something has happened since it was looked at; nothing is logged.
    """
    chosen = kind_of(kind)
    clean = checked_answers(chosen, answers)
    why = checked_reason(reason)
    wanted = tuple(dict.fromkeys(instance_ids))
    if not wanted or len(wanted) > MOST_INSTANCES:
        message = f"Choose 1 to {MOST_INSTANCES:,} process instances."
        raise InputRefusedError(message)
    operation = Operation(
        id=looked.operation_id if looked else uuid.uuid4(),
        kind=chosen.key,
        asked_by=actor.person_id,
        asked_at=engine.clock.now(),
        reason=why,
        answers=engine.sealer.seal_json(clean, ANSWERS_LABEL),
        total=len(wanted),
    )
    with engine.open_unit_of_work() as work:
        operation.partnership_key = _partnership(work, actor, wanted)
        if chosen.takes_whole_case:
            wanted = one_of_each_case(work, wanted)
            operation.total = len(wanted)
        if not _is_new(work, operation):
            return operation.id
        if looked and looked.revision is not None:
            _refuse_moved_on(work, wanted[0], looked.revision)
        insert_rows(
            work,
            OperationItem,
            (
                {
                    "operation_id": operation.id,
                    "place": place,
                    "process_instance_id": instance_id,
                    "state": ItemState.WAITING,
                    "outcome": "",
                }
                for place, instance_id in enumerate(wanted, start=1)
            ),
        )
        work.commit()
    if len(wanted) == 1:
        carry_out_next(engine, operation.id)
    return operation.id


def checked_reason(reason: str) -> str:
    """Return the reason without the spaces around it.

    Raises:
        InputRefusedError: there is none, or it is too long.
    """
    why = reason.strip()
    if not why:
        message = "Say why you do this. The reason stays in the operation log."
        raise InputRefusedError(message)
    if len(why) > MOST_REASON:
        message = f"Keep the reason within {MOST_REASON:,} characters."
        raise InputRefusedError(message)
    return why


def _is_new(work: UnitOfWork, operation: Operation) -> bool:
    """Write an operation unless the same person has asked for it before; tell whether they had not.

    Raises:
        NotFoundError: it is somebody else's.
    """
    insert = conflict_insert(work, Operation).values(columns_of(operation))
    added = work.session.execute(insert.on_conflict_do_nothing().returning(Operation.id))
    if added.one_or_none() is not None:
        return True
    query = select(Operation.asked_by).where(Operation.id == operation.id)
    if work.session.scalar(query) != operation.asked_by:
        raise NotFoundError("operation", operation.id)
    return False


def _refuse_moved_on(work: UnitOfWork, instance_id: uuid.UUID, revision: int) -> None:
    query = select(ProcessInstance.revision).where(ProcessInstance.id == instance_id)
    if work.session.scalar(query) != revision:
        raise OperationRefusedError(MOVED_ON)


def _partnership(work: UnitOfWork, actor: Actor, wanted: Sequence[uuid.UUID]) -> str:
    """Return the partnership of the instances: one operation is for one of them."""
    query = (
        select(ProcessInstance.id, Case.partnership_key)
        .join(Case, Case.id == ProcessInstance.case_id)
        .where(ProcessInstance.id.in_(wanted), is_administered_by(actor))
    )
    found = dict(work.session.execute(query).all())
    for instance_id in wanted:
        if instance_id not in found:
            raise NotFoundError("process instance", instance_id)
    partnerships = set(found.values())
    if len(partnerships) > 1:
        message = "Choose process instances of one partnership."
        raise InputRefusedError(message)
    return partnerships.pop()
