"""One operation on one process instance, for those who want its result or its refusal at once."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.access import Actor
from engine.context import Engine
from engine.errors import OperationRefusedError
from engine.operations.asking import ask_operation
from engine.persistence.operations import OperationItem
from engine.vocabulary import ItemState


@dataclass(frozen=True)
class DoneAtOnce:
    """What was done with one process instance."""

    operation_id: uuid.UUID
    outcome: str


def operate_at_once(
    engine: Engine,
    actor: Actor,
    kind: str,
    instance_id: uuid.UUID,
    answers: Mapping[str, Any],
    reason: str,
) -> DoneAtOnce:
    """Carry an operation out on one process instance. A refusal stays in the operation log too.

    Raises:
        OperationRefusedError: it was not done; the message says why.
        NotFoundError, InputRefusedError: as `ask_operation` says.
    """
    operation_id = ask_operation(engine, actor, kind, [instance_id], answers, reason)
    with engine.open_reading() as work:
        item = work.session.get_one(OperationItem, (operation_id, 1))
        state, outcome = item.state, item.outcome
    if state != ItemState.DONE:
        raise OperationRefusedError(outcome)
    return DoneAtOnce(operation_id, outcome)
