"""Carries out operations that wait, one process instance and one transaction at a time.

Safe to run in any number of processes, and to be killed: an item is written in the transaction that
changes its instance, so it is either done or still waiting.
"""

import uuid

import structlog
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from engine.context import Engine
from engine.errors import EngineError
from engine.operations.acting import Asked, carry_out, open_target
from engine.operations.kinds import kind_of
from engine.persistence.operations import ANSWERS_LABEL, BEFORE_LABEL, Operation, OperationItem
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.actors import load_actor
from engine.runtime.incidents import cause_of
from engine.vocabulary import ItemState

UNFORESEEN = "It failed unexpectedly. Nothing has changed; support finds the cause in the log."

log = structlog.get_logger(__name__)


def carry_out_operations(engine: Engine, *, limit: int = 100) -> int:
    """Carry out at most `limit` waiting items, the oldest operation first; return how many."""
    done = 0
    while done < limit and carry_out_next(engine):
        done += 1
    return done


def carry_out_next(engine: Engine, operation_id: uuid.UUID | None = None) -> bool:
    """Carry out the next waiting item, of one operation or of any; tell whether there was one."""
    key = None
    try:
        with engine.open_unit_of_work() as work:
            found = _next(work, operation_id)
            if found is None:
                return False
            item, operation = found
            key = (item.operation_id, item.place)
            _act(engine, work, item, operation)
            work.commit()
    except OperationalError:
        raise
    except Exception as failure:
        if key is None:
            raise
        refused = isinstance(failure, EngineError)
        if not refused:
            log.warning("operation_failed", operation=str(key[0]), cause=cause_of(failure))
        _write_refusal(engine, key, str(failure) if refused else UNFORESEEN, refused=refused)
    return True


def _next(
    work: UnitOfWork, operation_id: uuid.UUID | None
) -> tuple[OperationItem, Operation] | None:
    query = (
        select(OperationItem, Operation)
        .join(Operation, Operation.id == OperationItem.operation_id)
        .where(OperationItem.state == ItemState.WAITING)
        .order_by(Operation.asked_at, OperationItem.operation_id, OperationItem.place)
        .limit(1)
        .with_for_update(of=OperationItem, skip_locked=True)
    )
    if operation_id is not None:
        query = query.where(OperationItem.operation_id == operation_id)
    row = work.session.execute(query).one_or_none()
    return (row[0], row[1]) if row else None


def _act(engine: Engine, work: UnitOfWork, item: OperationItem, operation: Operation) -> None:
    kind = kind_of(operation.kind)
    answers = engine.sealer.open_json(operation.answers, ANSWERS_LABEL)
    asked = Asked(kind, answers, operation.reason, operation.id)
    # Whoever has lost the role since acts no more.
    actor = load_actor(work, operation.asked_by, engine.clock.now())
    target = open_target(engine, work, actor, item.process_instance_id, asked)
    done = carry_out(target, asked)
    item.state, item.outcome = ItemState.DONE, done.outcome
    item.done_at, item.revision = engine.clock.now(), done.revision
    if kind.can_undo:
        item.before = engine.sealer.seal_json(done.before, BEFORE_LABEL)


def _write_refusal(
    engine: Engine, key: tuple[uuid.UUID, int], outcome: str, *, refused: bool
) -> None:
    with engine.open_unit_of_work() as work:
        item = work.session.get_one(OperationItem, key, with_for_update=True)
        if item.state == ItemState.WAITING:
            item.state = ItemState.REFUSED if refused else ItemState.FAILED
            item.outcome, item.done_at = outcome, engine.clock.now()
        work.commit()
