"""The rows of a process instance as they are, to see what an operation changes and to undo it."""

import base64
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import LargeBinary, Uuid, delete, func, select

from engine.persistence.base import Base, UtcDateTime
from engine.persistence.cases import Case, CaseAgency, CaseChildNumber
from engine.persistence.instances import ProcessInstance, Timer
from engine.persistence.operations import Suspension
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import columns_of, insert_rows
from engine.vocabulary import InstanceState

AnyRow = TypeVar("AnyRow", bound=Base)
Snapshot = Mapping[str, Any]
"""By name of the table, the rows by column, as JSON."""

INSTANCE_COLUMNS = ("process_definition_id", "state", "ended_at", "workflow")
CASE_COLUMNS = (
    "process_definition_id",
    "stage",
    "stage_started_at",
    "ended_at",
    "outcome",
    "closed_as",
    "identity_hint",
)
_OF_INSTANCE = (Timer, UserTask, Suspension)
_GONE = object()
_OF_CASE = (CaseAgency, CaseChildNumber)


def take_snapshot(work: UnitOfWork, case: Case, instance: ProcessInstance) -> Snapshot:
    """Return the rows of an instance that an operation may change."""
    tasks = _rows(work, UserTask, instance.id)
    candidates = select(TaskCandidate).where(TaskCandidate.user_task_id.in_([t.id for t in tasks]))
    agencies = select(CaseAgency).where(CaseAgency.case_id == case.id)
    numbers = select(CaseChildNumber).where(CaseChildNumber.case_id == case.id)
    return {
        "instance": {name: _plain(getattr(instance, name)) for name in INSTANCE_COLUMNS},
        "case": {name: _plain(getattr(case, name)) for name in CASE_COLUMNS},
        **{table.__tablename__: _saved(_rows(work, table, instance.id)) for table in _OF_INSTANCE},
        TaskCandidate.__tablename__: _saved(work.session.scalars(candidates)),
        CaseAgency.__tablename__: _saved(work.session.scalars(agencies)),
        CaseChildNumber.__tablename__: _saved(work.session.scalars(numbers)),
    }


def to_be_put_back(before: Snapshot, after: Snapshot) -> Snapshot:
    """Return what undoing an operation has to write again; the snapshots are around it.

    Of the case and the tasks only what the operation has changed: the case may move on in another
    instance, and another agency may take over, which undoing must not take back.
    """
    case = {name: value for name, value in before["case"].items() if value != after["case"][name]}
    same = {one.__tablename__ for one in _OF_CASE if _is_same(one, before, after)}
    others = {name: rows for name, rows in before.items() if name not in same}
    return {**others, "case": case, UserTask.__tablename__: _changed_tasks(before, after)}


def put_back(
    work: UnitOfWork, case: Case, instance: ProcessInstance, snapshot: Snapshot
) -> tuple[UserTask, ...]:
    """Write the rows of a snapshot again; return the tasks that have been opened since.

    Those are left to the caller: somebody may have typed into one, and nothing typed is deleted.
    `snapshot`: what `to_be_put_back` returned.
    """
    session = work.session
    for name in INSTANCE_COLUMNS:
        setattr(instance, name, _read(ProcessInstance, name, snapshot["instance"][name]))
    for name, value in snapshot["case"].items():
        setattr(case, name, _read(Case, name, value))
    # A danger alert may have begun or ended beside it since.
    others = select(func.count()).where(
        ProcessInstance.case_id == case.id,
        ProcessInstance.id != instance.id,
        ProcessInstance.state != InstanceState.ENDED,
    )
    is_open = instance.state != InstanceState.ENDED
    case.open_instances = (session.scalar(others) or 0) + int(is_open)
    known = {uuid.UUID(row["id"]): row for row in snapshot[UserTask.__tablename__]}
    now = _rows(work, UserTask, instance.id)
    session.execute(
        delete(TaskCandidate).where(TaskCandidate.user_task_id.in_([task.id for task in now]))
    )
    for task in now:
        for name, value in known.get(task.id, {}).items():
            setattr(task, name, _read(UserTask, name, value))
    session.execute(delete(Timer).where(Timer.process_instance_id == instance.id))
    session.execute(delete(Suspension).where(Suspension.process_instance_id == instance.id))
    changed = [table for table in _OF_CASE if table.__tablename__ in snapshot]
    for of_case in changed:
        session.execute(delete(of_case).where(of_case.case_id == case.id))
    session.flush()
    for table in (Timer, Suspension, TaskCandidate, *changed):
        insert_rows(work, table, _restored(table, snapshot[table.__tablename__]))
    return tuple(task for task in now if task.id not in known)


def _rows(work: UnitOfWork, table: type[AnyRow], instance_id: uuid.UUID) -> list[AnyRow]:
    column: Any = table.__table__.c.process_instance_id
    rows = select(table).where(column == instance_id)
    return list(work.session.scalars(rows.execution_options(populate_existing=True)))


def _is_same(table: type[Base], before: Snapshot, after: Snapshot) -> bool:
    old, new = (
        {frozenset(row.items()) for row in one[table.__tablename__]} for one in (before, after)
    )
    return old == new


def _changed_tasks(before: Snapshot, after: Snapshot) -> list[dict[str, Any]]:
    """Return the tasks of before, each with its id and what is different after."""
    now = {row["id"]: row for row in after[UserTask.__tablename__]}
    return [
        {
            name: value
            for name, value in row.items()
            if name == "id" or value != now.get(row["id"], {}).get(name, _GONE)
        }
        for row in before[UserTask.__tablename__]
    ]


def _saved(rows: Iterable[Base]) -> list[dict[str, Any]]:
    return [{name: _plain(value) for name, value in columns_of(row).items()} for row in rows]


def _restored(table: type[Base], rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: _read(table, name, value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value) if isinstance(value, uuid.UUID) else value


def _read(table: type[Base], name: str, value: Any) -> Any:
    """Return a value as its column holds it."""
    if value is None:
        return None
    column_type = table.__table__.c[name].type
    if isinstance(column_type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column_type, LargeBinary):
        return base64.b64decode(value)
    return uuid.UUID(value) if isinstance(column_type, Uuid) else value
