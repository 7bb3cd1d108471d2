"""Ten thousand cases that wait: copies of one case's rows, with ids of their own."""

import uuid
from typing import Any

from sqlalchemy import insert, inspect, select

from benchmarks.house import House
from engine.persistence.base import Base
from engine.persistence.cases import Case, CaseAccess, CaseAgency
from engine.persistence.instances import ProcessInstance, Timer
from engine.persistence.tasks import TaskCandidate, UserTask

TABLES: tuple[type[Base], ...] = (
    Case,
    CaseAgency,
    CaseAccess,
    ProcessInstance,
    Timer,
    UserTask,
    TaskCandidate,
)
BATCH = 1000


def add_waiting_cases(house: House, case_id: uuid.UUID, copies: int) -> None:
    """Copy an open case so many times; history is left out, nothing reads it across cases."""
    rows = {table: _rows(house, table, case_id) for table in TABLES}
    done = 0
    while done < copies:
        batch = min(BATCH, copies - done)
        names = [{} for _ in range(batch)]
        with house.engine.open_unit_of_work() as work:
            for table in TABLES:
                copied = [
                    _renamed(table, row, names[number], done + number)
                    for number in range(batch)
                    for row in rows[table]
                ]
                if copied:
                    work.session.execute(insert(table), copied)
            work.commit()
        done += batch


def _rows(house: House, table: type[Base], case_id: uuid.UUID) -> list[dict[str, Any]]:
    with house.engine.open_reading() as work:
        query = select(table)
        if table is Case:
            query = query.where(Case.id == case_id)
        elif hasattr(table, "case_id"):
            query = query.where(table.case_id == case_id)
        elif table is Timer:
            query = query.join(ProcessInstance).where(ProcessInstance.case_id == case_id)
        else:
            query = query.join(UserTask).where(UserTask.case_id == case_id)
        columns = [column.key for column in inspect(table).columns]
        return [
            {column: getattr(row, column) for column in columns}
            for row in work.session.scalars(query)
        ]


def _renamed(
    table: type[Base], row: dict[str, Any], names: dict[uuid.UUID, uuid.UUID], number: int
) -> dict[str, Any]:
    """Return a row with every id of the copied case exchanged for one of the copy's."""
    copy = {
        key: names.setdefault(value, uuid.uuid4()) if isinstance(value, uuid.UUID) else value
        for key, value in row.items()
    }
    if table is Case:
        copy["reference"] = f"COPY-{number:06d}-{uuid.uuid4().hex[:8]}"
    if table is TaskCandidate:
        copy.pop("id")
        copy["sort_key"] = f"{copy['sort_key'][:-32]}{copy['user_task_id'].hex}"
    return copy
