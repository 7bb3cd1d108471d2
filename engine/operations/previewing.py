"""Shows what an operation would do: it is carried out, looked at, and rolled back."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError

from engine.access import Actor
from engine.context import Engine
from engine.errors import EngineError
from engine.operations.acting import Asked, carry_out, open_target
from engine.operations.answers import checked_answers
from engine.operations.effects import Effect
from engine.operations.kind import Kind
from engine.operations.kinds import kind_of
from engine.runtime.incidents import cause_of

UNFORESEEN = "It fails unexpectedly, so it is not done."

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class ItemPreview:
    """What would happen to one process instance."""

    process_instance_id: uuid.UUID
    reference: str
    revision: int
    """Of the instance as it is now."""
    outcome: str
    """What would be done, or why it cannot be."""
    effect: Effect | None
    """Empty: it cannot be done."""


def preview_operation(
    engine: Engine,
    actor: Actor,
    kind: str,
    instance_ids: Sequence[uuid.UUID],
    answers: Mapping[str, Any],
) -> tuple[ItemPreview, ...]:
    """Return what an operation would do to each of these process instances. Nothing is written.

    Raises:
        NotFoundError: no such operation or process instance, or it is not the actor's to act on.
        InputRefusedError: an answer is missing or wrong.
    """
    chosen = kind_of(kind)
    clean = checked_answers(chosen, answers)
    return tuple(_preview(engine, actor, chosen, one, clean) for one in instance_ids)


def _preview(
    engine: Engine, actor: Actor, kind: Kind, instance_id: uuid.UUID, answers: Mapping[str, Any]
) -> ItemPreview:
    # Leaving the block without a commit takes everything back.
    with engine.open_unit_of_work() as work:
        asked = Asked(kind, answers, reason="")
        target = open_target(engine, work, actor, instance_id, asked)
        shown = partial(ItemPreview, instance_id, target.case.reference, target.instance.revision)
        try:
            done = carry_out(target, asked)
        except OperationalError:
            raise
        except EngineError as refused:
            return shown(str(refused), None)
        except Exception as failure:  # noqa: BLE001 - whatever it is, it would not be done
            log.warning("preview_failed", instance=str(instance_id), cause=cause_of(failure))
            return shown(UNFORESEEN, None)
        return shown(done.outcome, done.effect)
