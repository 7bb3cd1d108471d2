"""Who changed which value of a process instance when, and in what."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, tuple_

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError, NotFoundError
from engine.persistence.cases import Case
from engine.persistence.directory import Person
from engine.persistence.instances import ProcessInstance
from engine.persistence.operations import Operation
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.variable_changes import VALUE_LABEL, VariableChange
from engine.queries.administered import administers
from engine.queries.case_openings import opened_until
from engine.queries.names import agency_names, element_name
from engine.queries.paging import UNKNOWN_CURSOR, Page, checked_limit, make_cursor, read_cursor
from engine.queries.shown_values import label_of, opened_value_in_words, value_in_words


@dataclass(frozen=True)
class ValueChange:
    """A process variable that got another value."""

    name: str
    label: str
    """The question that asks for it; empty when no form does."""
    value: str | None
    """What it got, in words. Empty: people's text, or it may be."""
    at: datetime
    person_name: str | None
    """Who did it; empty: the engine, when a limit passed."""
    agency_name: str | None
    """For whom."""
    task_id: uuid.UUID | None
    task_name: str | None
    """The step that was answered."""
    timer_name: str | None
    """The limit that passed."""
    operation_id: uuid.UUID | None
    operation_kind: str | None
    """The operation that set it; of one that was undone, also the value that was put back."""


def list_variable_changes(  # noqa: PLR0913 - a filter and a page
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    instance_id: uuid.UUID,
    *,
    name: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[ValueChange]:
    """Return a page of the changes of values, the newest first; with `name`, of one value.

    What people typed is shown only to an administrator who has opened the case, and what was
    answered for the own agency alone never. What was set before such changes were recorded has no
    row.

    Raises:
        NotFoundError: there is no such instance, or the actor does not administer it.
        InputRefusedError: the limit or the cursor cannot be used.
    """
    instance, case = _administered(work, actor, instance_id)
    is_open = opened_until(work, actor, case, engine.clock.now()) is not None
    in_words = opened_value_in_words if is_open else value_in_words
    size = checked_limit(limit)
    place = tuple_(VariableChange.revision, VariableChange.place)
    query = (
        select(VariableChange, Person.name, UserTask.name, Operation.kind)
        .outerjoin(Person, Person.id == VariableChange.person_id)
        .outerjoin(UserTask, UserTask.id == VariableChange.user_task_id)
        .outerjoin(Operation, Operation.id == VariableChange.operation_id)
        .where(VariableChange.process_instance_id == instance_id)
    )
    if name is not None:
        query = query.where(VariableChange.name == name)
    if cursor is not None:
        query = query.where(place < tuple_(*_place(cursor)))
    query = query.order_by(VariableChange.revision.desc(), VariableChange.place.desc())
    found = work.session.execute(query.limit(size + 1)).all()
    compiled = engine.definitions.compiled(work, instance.process_definition_id)
    agencies = agency_names(work, [row.agency_key for row, *_ in found if row.agency_key])
    rows = []
    for row, person_name, task_name, kind in found[:size]:
        value = engine.sealer.open_json(row.value, VALUE_LABEL)
        rows.append(
            ValueChange(
                name=row.name,
                label=label_of(compiled, row.name),
                value=in_words(work, compiled, row.name, value),
                at=row.at,
                person_name=person_name,
                agency_name=agencies.get(row.agency_key or "", row.agency_key),
                task_id=row.user_task_id,
                task_name=task_name,
                timer_name=element_name(compiled, row.timer_element_id) or None,
                operation_id=row.operation_id,
                operation_kind=kind,
            )
        )
    last = found[size - 1][0] if len(found) > size else None
    return Page(tuple(rows), make_cursor(str(last.revision), str(last.place)) if last else None)


def _administered(
    work: UnitOfWork, actor: Actor, instance_id: uuid.UUID
) -> tuple[ProcessInstance, Case]:
    instance = work.session.get(ProcessInstance, instance_id)
    case = work.session.get_one(Case, instance.case_id) if instance else None
    if instance is None or case is None or not administers(work, actor, case):
        raise NotFoundError("process instance", instance_id)
    return instance, case


def _place(cursor: str) -> tuple[int, int]:
    revision, place = read_cursor(cursor, 2)
    if not (revision.isdecimal() and place.isdecimal()):
        raise InputRefusedError(UNKNOWN_CURSOR)
    return int(revision), int(place)
