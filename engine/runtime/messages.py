"""Send a message to a case: somebody reports danger, or the diagram waits for word from outside."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError

from engine.access import Actor
from engine.context import Engine
from engine.errors import EngineError, MessageFailedError, NotAllowedError, NotFoundError
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.act import Act
from engine.runtime.execution import load_instance, save
from engine.runtime.incidents import cause_of, record_failed_message
from engine.runtime.linked import start_linked_instance
from engine.runtime.locking import lock_case, main_instance
from engine.runtime.on_hold import refuse_on_hold
from engine.runtime.participants import parties_of
from engine.runtime.permission import group_in_case
from engine.vocabulary import CLOSINGS, DANGER_MESSAGE, Happening, InstanceState

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class BpmnMessage:
    """A message by the name that the diagram gives it."""

    name: str
    payload: Mapping[str, Any]


def send_message(
    engine: Engine,
    actor: Actor,
    reference: str,
    name: str,
    payload: Mapping[str, Any] | None = None,
) -> tuple[uuid.UUID, ...]:
    """Send a message to a case; return the ids of the user tasks that it opened.

    A danger alert needs no field to be filled in and waits for nothing else in the case.

    Raises:
        NotFoundError: no such case for this person, or nothing in it waits for this message.
        NotAllowedError: the case has ended or, but for danger, has not been raised yet.
        MessageFailedError: what the message begins could not begin; an incident was recorded.
    """
    message = BpmnMessage(name, payload or {})
    try:
        with engine.open_unit_of_work() as work:
            return _send(engine, work, actor, reference, message)
    except (EngineError, OperationalError):
        raise
    except Exception as failure:
        log.critical("message_failed", reference=reference, cause=cause_of(failure))
        incident_id = record_failed_message(engine, actor, reference, failure)
        raise MessageFailedError(incident_id) from failure


def _send(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str, message: BpmnMessage
) -> tuple[uuid.UUID, ...]:
    case = lock_case(work, reference)
    group = group_in_case(work, actor, case.id, kind="case", key=reference)
    refuse_message(case, message.name)
    main = main_instance(work, case)
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    act = Act(engine, work, actor, group, case, engine.clock.now())
    if message.name not in compiled.library.message_starts and main.state != InstanceState.ENDED:
        if message.name != DANGER_MESSAGE:
            refuse_on_hold(main, case)
        return _deliver(act, main, message)
    variables = case_variables(engine, work, case, main)
    movement = start_linked_instance(act, message.name, variables, act.open_journal())
    work.commit()
    return tuple(task.id for task in movement.opened)


def refuse_message(case: Case, name: str) -> None:
    """Raise NotAllowedError when a case takes no such message (any more); danger nearly always."""
    if case.ended_at is not None:
        ended = f"{case.reference} has ended. Raise a new difference, or ring 999 in danger."
        raise NotAllowedError(ended)
    if name == DANGER_MESSAGE:
        return
    if case.raised_at is None:
        unraised = f"{case.reference} has not been raised yet. Send its first step, then this."
        raise NotAllowedError(unraised)
    if case.closed_as is not None:
        closed = f"{case.reference} was closed: {CLOSINGS[case.closed_as]}."
        raise NotAllowedError(closed)


def case_variables(
    engine: Engine, work: UnitOfWork, case: Case, main: ProcessInstance
) -> Mapping[str, Any]:
    """Return a copy of the case's data; without a readable main process, of its parties."""
    if main.state == InstanceState.ENDED:
        return parties_of(work, case)
    try:
        return load_instance(engine, work, case, main).process.variables
    except Exception as failure:  # noqa: BLE001 - an alert never depends on the main process
        log.critical("main_instance_unreadable", case=case.reference, cause=cause_of(failure))
        return parties_of(work, case)


def _deliver(act: Act, main: ProcessInstance, message: BpmnMessage) -> tuple[uuid.UUID, ...]:
    """Hand a message to the main process, which may be waiting for it."""
    journal = act.open_journal()
    movement = load_instance(act.engine, act.work, act.case, main, journal=journal)
    movement.process.advance()
    if not movement.process.receive(message.name, message.payload):
        raise NotFoundError("message", message.name)
    journal.note(Happening.MESSAGE_RECEIVED, details={"message": message.name})
    save(movement)
    act.work.commit()
    return tuple(task.id for task in movement.opened)
