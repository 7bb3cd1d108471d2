"""Brings a process instance into memory, and writes it back with all that is derived from it.

The road of a step: load → advance (what is due fires first) → complete → `save`. Leaving the
transaction without `save` and commit means that nothing has happened.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import columns_of, insert_rows, update_row
from engine.runtime import case_life, outbox, task_rows, timer_rows
from engine.runtime.host import EngineHost
from engine.runtime.journal import Journal
from engine.runtime.movement import Movement
from engine.runtime.reach import open_case_to
from engine.runtime.variable_changes import write_variable_changes
from engine.runtime.workplaces import Workplaces
from engine.spiff.process import RunningProcess
from engine.vocabulary import Happening, InstanceState

STATE_LABEL = "process_instance.workflow"


def load_instance(
    engine: Engine,
    work: UnitOfWork,
    case: Case,
    instance: ProcessInstance,
    *,
    journal: Journal | None = None,
) -> Movement:
    """Bring a locked, active instance into memory; without a journal the engine acts by itself."""
    compiled = engine.definitions.compiled(work, instance.process_definition_id)
    journal = journal or Journal(case, engine.clock.now(), None)
    host = _host(engine, work, journal)
    state = engine.sealer.open(instance.workflow or b"", STATE_LABEL)
    process = RunningProcess.load(compiled.library, instance.process_id, state, host)
    return Movement(
        engine=engine,
        work=work,
        case=case,
        instance=instance,
        compiled=compiled,
        process=process,
        journal=journal,
        now=journal.at,
        open_before=frozenset(process.open_tasks),
        timers_before={timer.id: timer.due_at for timer in process.timers.values()},
    )


@dataclass(frozen=True)
class Beginning:
    """How an instance begins: the main one, or one linked to it by a `message`."""

    process_id: str
    variables: Mapping[str, Any]
    message: str | None = None


def start_instance(
    engine: Engine, work: UnitOfWork, case: Case, beginning: Beginning, journal: Journal
) -> Movement:
    """Start an instance of a locked case."""
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    instance = ProcessInstance(
        id=uuid.uuid4(),
        case_id=case.id,
        process_definition_id=case.process_definition_id,
        process_id=beginning.process_id,
        is_main=beginning.message is None,
        message=beginning.message,
        state=InstanceState.ACTIVE,
        revision=0,
        started_at=journal.at,
    )
    insert_rows(work, ProcessInstance, [columns_of(instance)])
    case.open_instances += 1
    journal.note(
        Happening.INSTANCE_STARTED,
        process_instance_id=instance.id,
        details={"process": beginning.process_id, "message": beginning.message},
    )
    host = _host(engine, work, journal)
    return Movement(
        engine=engine,
        work=work,
        case=case,
        instance=instance,
        compiled=compiled,
        process=RunningProcess.start(
            compiled.library, beginning.process_id, host, beginning.variables
        ),
        journal=journal,
        now=journal.at,
        open_before=frozenset(),
        timers_before={},
    )


def _host(engine: Engine, work: UnitOfWork, journal: Journal) -> EngineHost:
    return EngineHost(journal.at, engine.calendar, Workplaces(work, journal.at).agency_of)


def save(movement: Movement) -> None:
    """Write the moved state, and the rows that are derived from it."""
    _note_step(movement)
    task_rows.rewrite_tasks(movement)
    timer_rows.rewrite_timers(movement)
    outbox.queue_notifications(movement)
    open_case_to(movement.work, movement.case.id, movement.reached, movement.now)
    _write_state(movement)
    write_variable_changes(movement)
    case_life.follow(movement)
    movement.journal.write(movement.work)


def keep_state(movement: Movement) -> None:
    """Write the state of an instance in which nothing has moved."""
    movement.instance.workflow = movement.engine.sealer.seal(movement.process.dump(), STATE_LABEL)
    update_row(movement.work, movement.instance)


def _note_step(movement: Movement) -> None:
    step, instance_id = movement.process.step, movement.instance.id
    movement.journal.note(
        Happening.INSTANCE_ADVANCED,
        process_instance_id=instance_id,
        details={"passed": list(step.passed), "flows": list(step.flows)},
    )
    for fired in step.fired:
        movement.journal.note(
            Happening.TIMER_FIRED,
            process_instance_id=instance_id,
            element_id=fired.element_id,
            details={"due_at": fired.due_at.isoformat()},
            by_engine=True,
        )


def _write_state(movement: Movement) -> None:
    instance, process = movement.instance, movement.process
    instance.revision += 1
    movement.case.revision += 1
    if process.is_ended:
        instance.state, instance.ended_at = InstanceState.ENDED, movement.now
        instance.workflow = None
        movement.case.open_instances -= 1
        movement.journal.note(
            Happening.INSTANCE_ENDED,
            process_instance_id=instance.id,
            details={"ends": list(process.end_element_ids)},
        )
    else:
        instance.workflow = movement.engine.sealer.seal(process.dump(), STATE_LABEL)
    update_row(movement.work, instance)
