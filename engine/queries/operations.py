"""The operation log: who did what with which process instances, why, and what came of it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from engine.access import Actor
from engine.context import Engine
from engine.errors import NotFoundError
from engine.persistence.cases import Case
from engine.persistence.directory import Person
from engine.persistence.instances import ProcessInstance
from engine.persistence.operations import ANSWERS_LABEL, Operation, OperationItem
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.administered import select_administered
from engine.queries.names import person_names
from engine.queries.paging import Page, checked_limit, comes_after, newest_first_cursor
from engine.vocabulary import ItemState


@dataclass(frozen=True)
class OperationRow:
    """One operation in a list."""

    id: uuid.UUID
    kind: str
    asked_by_name: str
    asked_at: datetime
    reason: str
    total: int
    counts: Mapping[str, int]
    """How many of its instances are in each `ItemState`."""

    @property
    def is_finished(self) -> bool:
        """Whether nothing of it waits any more."""
        return not self.counts.get(ItemState.WAITING)


@dataclass(frozen=True)
class ItemRow:
    """What an operation has done with one process instance."""

    place: int
    process_instance_id: uuid.UUID
    reference: str
    state: str
    outcome: str
    done_at: datetime | None
    can_undo: bool
    """Nothing has happened in the instance since."""
    undone_by_name: str | None
    undone_at: datetime | None
    undone_why: str | None


@dataclass(frozen=True)
class OperationDetails:
    """One operation with what was asked for, and a page of its process instances."""

    row: OperationRow
    answers: Mapping[str, Any]
    items: tuple[ItemRow, ...]


def list_operations(
    work: UnitOfWork, actor: Actor, *, limit: int = 50, cursor: str | None = None
) -> Page[OperationRow]:
    """Return a page of the operations in the partnerships that the actor administers, newest first.

    Raises:
        InputRefusedError: the limit or the cursor cannot be used.
    """
    size = checked_limit(limit)
    query = select(Operation, Person.name).join(Person, Person.id == Operation.asked_by)
    query = query.where(_is_administered_by(actor))
    if cursor is not None:
        query = query.where(comes_after(cursor, Operation.asked_at, Operation.id))
    query = query.order_by(Operation.asked_at.desc(), Operation.id.desc()).limit(size + 1)
    found = [(row[0], row[1]) for row in work.session.execute(query)]
    counts = _counts(work, [operation.id for operation, _ in found])
    rows = [_row(operation, name, counts) for operation, name in found]
    last = rows[size - 1] if len(rows) > size else None
    next_cursor = newest_first_cursor(last.asked_at, last.id) if last else None
    return Page(tuple(rows[:size]), next_cursor)


def load_operation(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    operation_id: uuid.UUID,
    *,
    after: int = 0,
    limit: int = 100,
) -> OperationDetails:
    """Return one operation with its process instances after a place.

    Raises:
        NotFoundError: there is no such operation, or the actor does not administer its partnership.
    """
    query = (
        select(Operation, Person.name)
        .join(Person, Person.id == Operation.asked_by)
        .where(Operation.id == operation_id, _is_administered_by(actor))
    )
    found = work.session.execute(query).one_or_none()
    if found is None:
        raise NotFoundError("operation", operation_id)
    items = (
        select(OperationItem, Case.reference, ProcessInstance.revision)
        .join(ProcessInstance, ProcessInstance.id == OperationItem.process_instance_id)
        .join(Case, Case.id == ProcessInstance.case_id)
        .where(OperationItem.operation_id == operation_id, OperationItem.place > after)
        .order_by(OperationItem.place)
        .limit(checked_limit(limit))
    )
    rows = work.session.execute(items).all()
    names = person_names(work, [item.undone_by for item, _, _ in rows])
    return OperationDetails(
        row=_row(found[0], found[1], _counts(work, [operation_id])),
        answers=engine.sealer.open_json(found[0].answers, ANSWERS_LABEL),
        items=tuple(
            ItemRow(
                place=item.place,
                process_instance_id=item.process_instance_id,
                reference=reference,
                state=item.state,
                outcome=item.outcome,
                done_at=item.done_at,
                can_undo=item.state == ItemState.DONE
                and item.before is not None
                and item.revision == revision,
                undone_by_name=names.get(item.undone_by or 0),
                undone_at=item.undone_at,
                undone_why=item.undone_why,
            )
            for item, reference, revision in rows
        ),
    )


def _row(
    operation: Operation, name: str, counts: Mapping[uuid.UUID, Mapping[str, int]]
) -> OperationRow:
    return OperationRow(
        id=operation.id,
        kind=operation.kind,
        asked_by_name=name,
        asked_at=operation.asked_at,
        reason=operation.reason,
        total=operation.total,
        counts=counts.get(operation.id, {}),
    )


def _counts(work: UnitOfWork, ids: list[uuid.UUID]) -> dict[uuid.UUID, dict[str, int]]:
    query = (
        select(OperationItem.operation_id, OperationItem.state, func.count())
        .where(OperationItem.operation_id.in_(ids))
        .group_by(OperationItem.operation_id, OperationItem.state)
    )
    counts: dict[uuid.UUID, dict[str, int]] = {}
    for operation_id, state, count in work.session.execute(query):
        counts.setdefault(operation_id, {})[state] = count
    return counts


def _is_administered_by(actor: Actor) -> ColumnElement[bool]:
    return Operation.partnership_key.in_(select_administered(actor))
