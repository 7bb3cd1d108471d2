"""Writes who changed which process variable of an instance, when, and in what."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.context import Engine
from engine.persistence.instances import ProcessInstance
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.variable_changes import VALUE_LABEL, VariableChange
from engine.persistence.writing import insert_rows
from engine.runtime.journal import Journal
from engine.runtime.movement import Movement


def write_variable_changes(movement: Movement) -> None:
    """Write what the values of this movement were changed to, once its state is written.

    What a limit led to is nobody's act, also when somebody's act came upon it.
    """
    step, journal = movement.process.step, movement.journal
    timer = step.fired[0].element_id if step.fired and not movement.completed else None
    changes = ((change.name, change.value) for change in step.variable_changes)
    cause = {"user_task_id": next(iter(movement.completed), None), "timer_element_id": timer}
    if timer is not None:
        cause |= {"person_id": None, "agency_key": None}
    _write(movement.engine, movement.work, movement.instance, journal, changes, cause)


def write_values_put_back(
    engine: Engine,
    work: UnitOfWork,
    instance: ProcessInstance,
    journal: Journal,
    values: Iterable[tuple[str, Any]],
) -> None:
    """Write the values that undoing an operation has put back; null: there is none any more."""
    _write(engine, work, instance, journal, values, {})


def _write(
    engine: Engine,
    work: UnitOfWork,
    instance: ProcessInstance,
    journal: Journal,
    changes: Iterable[tuple[str, Any]],
    cause: Mapping[str, Any],
) -> None:
    """Write values by name, sealed, in the order in which they were set."""
    insert_rows(
        work,
        VariableChange,
        (
            {
                "process_instance_id": instance.id,
                "revision": instance.revision,
                "place": place,
                "name": name,
                "value": engine.sealer.seal_json(value, VALUE_LABEL),
                "at": journal.at,
                "person_id": journal.person_id,
                "agency_key": journal.agency_key,
                "user_task_id": None,
                "timer_element_id": None,
                "operation_id": journal.operation_id,
                **cause,
            }
            for place, (name, value) in enumerate(changes, start=1)
        ),
    )
