"""Open tasks by the hundred thousand: cases at the line managers, raised by a colleague."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from sqlalchemy import Select, insert, inspect, select

from benchmarks.house import House
from engine.persistence.base import Base
from engine.persistence.cases import Case, CaseAccess, CaseAgency
from engine.persistence.directory import Person
from engine.persistence.instances import ProcessInstance
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.task_rows import sort_key
from engine.vocabulary import TaskState

TABLES: tuple[type[Base], ...] = (Case, CaseAgency, CaseAccess, ProcessInstance, UserTask)
BATCH = 2_000
SPREAD = timedelta(minutes=7)
Row = dict[str, Any]


def add_open_tasks(
    house: House, case_id: uuid.UUID, copies: int, told: Callable[[int], None]
) -> None:
    """Copy an open case with its open tasks, each time due a little later; history is left out.

    The copies were raised by many others, so that they are not the work of those who are measured.
    """
    with house.engine.open_reading() as work:
        raisers = cycle(work.session.scalars(_others(house)).all())
        rows = {table: list(_rows(work, table, case_id)) for table in TABLES}
        candidates = _candidates(work, [row["id"] for row in rows[UserTask]])
    for first in range(0, copies, BATCH):
        numbers = range(first, min(first + BATCH, copies))
        with house.engine.open_unit_of_work() as work:
            copied: dict[type[Base], list[Row]] = {table: [] for table in (*TABLES, TaskCandidate)}
            for number in numbers:
                _copy(rows, candidates, number, copied)
                copied[Case][-1]["started_by"] = next(raisers)
            for table, values in copied.items():
                work.session.execute(insert(table), values)
            work.commit()
        told(numbers[-1] + 1)


def _others(house: House) -> Select[int]:
    """Return the query for people who are neither of the two whose pages are measured."""
    measured = [house.actor(role).person_id for role in ("practitioner", "line-manager")]
    return select(Person.id).where(Person.id.not_in(measured)).order_by(Person.id)


def _rows(work: UnitOfWork, table: type[Any], case_id: uuid.UUID) -> Iterator[Row]:
    """Yield the rows of a case that say where it stands; of its tasks the open ones."""
    query = select(table).where((table.id if table is Case else table.case_id) == case_id)
    if table is UserTask:
        query = query.where(UserTask.state == TaskState.OPEN)
    columns = [column.key for column in inspect(table).columns]
    for row in work.session.scalars(query):
        yield {column: getattr(row, column) for column in columns}


def _candidates(work: UnitOfWork, task_ids: list[uuid.UUID]) -> list[Row]:
    query = select(TaskCandidate).where(TaskCandidate.user_task_id.in_(task_ids))
    return [
        {name: getattr(row, name) for name in ("user_task_id", "agency_key", "role", "person_id")}
        for row in work.session.scalars(query)
    ]


def _copy(
    rows: dict[type[Base], list[Row]],
    candidates: list[Row],
    number: int,
    copied: dict[type[Base], list[Row]],
) -> None:
    """Note the rows of one copy, with every id exchanged for one of its own."""
    names: dict[uuid.UUID, uuid.UUID] = {}

    def renamed(row: Row) -> Row:
        return {
            key: names.setdefault(value, uuid.uuid4()) if isinstance(value, uuid.UUID) else value
            for key, value in row.items()
        }

    for table in TABLES:
        copied[table] += [renamed(row) for row in rows[table]]
    copied[Case][-1]["reference"] = f"CPY-2026-{number:06d}"
    keys = {}
    for row in copied[UserTask][-len(rows[UserTask]) :]:
        due: datetime | None = row["due_at"]
        row["due_at"] = due and due + SPREAD * number
        keys[row["id"]] = sort_key(UserTask(**row))
    for row in candidates:
        copy = renamed(row)
        copied[TaskCandidate].append({**copy, "sort_key": keys[copy["user_task_id"]]})
