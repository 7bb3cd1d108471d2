"""Carries one kind of operation out on one process instance, in the caller's transaction."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.access import Actor
from engine.context import Engine
from engine.errors import NotFoundError, OperationRefusedError
from engine.operations.effects import Effect, effect_between, notices_of
from engine.operations.kind import Kind
from engine.operations.snapshots import Snapshot
from engine.operations.target import Target
from engine.operations.whole_case import kept_for_undoing, look_at, targets_beside
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.administered import administers
from engine.queries.names import element_name
from engine.runtime.journal import Journal
from engine.runtime.locking import lock_instance
from engine.spiff.failures import StepFailed
from engine.vocabulary import Happening, InstanceState


@dataclass(frozen=True)
class Asked:
    """What an administrator asks for."""

    kind: Kind
    answers: Mapping[str, Any]
    reason: str
    operation_id: uuid.UUID | None = None
    """Empty: a preview."""


@dataclass(frozen=True)
class Done:
    """What was done with one process instance."""

    outcome: str
    effect: Effect
    before: Snapshot
    """What undoing it has to write again."""
    revision: int


def open_target(
    engine: Engine, work: UnitOfWork, actor: Actor, instance_id: uuid.UUID, asked: Asked
) -> Target:
    """Lock a process instance that the actor administers.

    Raises:
        NotFoundError: there is no such instance, or it is not the actor's to act on.
    """
    instance, case = lock_instance(work, instance_id)
    if not administers(work, actor, case):
        raise NotFoundError("process instance", instance_id)
    journal = Journal(case, engine.clock.now(), actor, operation_id=asked.operation_id)
    target = Target(engine, work, actor, case, instance, asked.answers, asked.reason, journal)
    if asked.kind.takes_whole_case:
        target.beside = targets_beside(target)
    return target


def carry_out(target: Target, asked: Asked) -> Done:
    """Change the instance and write all that follows; the caller commits, or not.

    Raises:
        OperationRefusedError: it cannot be done safely.
    """
    if target.instance.state == InstanceState.ENDED and not asked.kind.takes_ended:
        raise OperationRefusedError("It has ended.")
    before = look_at(target)
    noticed = notices_of(target)
    try:
        outcome = _act(target, asked)
    except StepFailed as failed:
        name = element_name(target.compiled, failed.element_id)
        place = f" at “{name}”" if name else ""
        message = f"The procedure cannot go on{place}, so nothing has changed."
        raise OperationRefusedError(message) from failed
    after = look_at(target)
    effect = effect_between(target, before.together, after.together, noticed)
    kept = kept_for_undoing(target, before, after)
    return Done(outcome, effect, kept, target.instance.revision)


def _act(target: Target, asked: Asked) -> str:
    kind = asked.kind
    outcome = kind.carry_out(target)
    named = kind.details(asked.answers) if kind.details else {}
    target.journal.note(
        Happening.OPERATION_DONE,
        process_instance_id=target.instance.id,
        details={
            "kind": kind.key,
            "operation": str(asked.operation_id) if asked.operation_id else None,
            **named,
        },
    )
    target.write()
    return outcome
