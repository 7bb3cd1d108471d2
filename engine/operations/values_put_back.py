"""Writes which values an undone operation had changed, and what they are again."""

from sqlalchemy import select

from engine.operations.target import Target
from engine.persistence.variable_changes import VariableChange
from engine.runtime.execution import load_instance
from engine.runtime.variable_changes import write_values_put_back


def note_values_put_back(target: Target) -> None:
    """Write the values as they are again, once the instance has been put back and written."""
    query = select(VariableChange.name).where(
        VariableChange.process_instance_id == target.instance.id,
        VariableChange.operation_id == target.journal.operation_id,
    )
    names = sorted(set(target.work.session.scalars(query)))
    if not names:
        return
    movement = load_instance(target.engine, target.work, target.case, target.instance)
    known = movement.process.variables
    values = [(name, known.get(name)) for name in names]
    write_values_put_back(target.engine, target.work, target.instance, target.journal, values)
