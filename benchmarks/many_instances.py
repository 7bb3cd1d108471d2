"""Process instances by the million: most have ended, some are open, few are stopped.

Each is a copy of one case's rows with ids of its own, made inside PostgreSQL. The indexes of these
tables are made afterwards, as they would be for a restored database.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import DateTime, Table, Uuid, bindparam, text

from benchmarks.house import House
from engine.persistence.base import UtcDateTime
from engine.persistence.cases import Case, CaseAgency
from engine.persistence.instances import Incident, ProcessInstance, Timer
from engine.persistence.tasks import UserTask

COPIED: tuple[Any, ...] = (Case, CaseAgency, ProcessInstance, Timer, UserTask)
TABLES = (*COPIED, Incident)
SHARES = {"open_of": 50, "stopped_of": 2_500, "every": timedelta(minutes=5)}
"""One of so many has not ended, one of so many has an incident, and how long one started after the
other: a million of them are nine and a half years."""

PLAN = """
CREATE UNLOGGED TABLE copy_plan AS
SELECT number, models.ids[1 + number / :open_of % cardinality(models.ids)] AS model,
    gen_random_uuid() AS case_id, gen_random_uuid() AS instance_id,
    number % :open_of = 0 AS is_open, number % :stopped_of = 0 AS is_stopped,
    (number + 1) * CAST(:every AS interval) AS earlier
FROM generate_series(0, CAST(:copies AS integer) - 1) AS number,
    (SELECT CAST(:ids AS uuid[]) AS ids) AS models
"""
INCIDENTS = """
INSERT INTO incident (case_id, process_instance_id, element_id, state, message, cause, raised_at)
SELECT case_id, instance_id, 'Task_S1_Contact', 'open', 'It could not go on.', 'benchmark', :now
FROM copy_plan WHERE is_stopped
"""
ENDED = {
    "case_file.ended_at": "original.started_at - plan.earlier",
    "case_file.open_instances": "0",
    "case_file.identity_hint": "NULL",
    "process_instance.state": "'ended'",
    "process_instance.ended_at": "original.started_at - plan.earlier",
    "process_instance.workflow": "NULL",
    "user_task.state": "CASE original.state WHEN 'open' THEN 'completed' ELSE original.state END",
    "user_task.closed_at": "original.opened_at - plan.earlier",
}
"""What is different in a copy that has ended."""
OWN = {
    "case_file.id": "plan.case_id",
    "case_file.reference": "'CPY-2026-' || lpad(plan.number::text, 7, '0')",
    "process_instance.id": "plan.instance_id",
    "case_id": "plan.case_id",
    "process_instance_id": "plan.instance_id",
}
"""What is different in every copy, by column."""


def add_instances(house: House, case_ids: list[uuid.UUID], copies: int) -> None:
    """Copy open cases in turn, so many times altogether."""
    kept = text(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
        "AND tablename IN :tables AND indexname LIKE 'ix_%'"
    ).bindparams(bindparam("tables", [one.__tablename__ for one in TABLES], expanding=True))
    now: datetime = house.engine.clock.now()
    with house.database.engine.begin() as connection:
        # Every row that it points to is made in the same go: to look each of them up takes longer.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
        connection.execute(text(PLAN), {**SHARES, "copies": copies, "ids": case_ids})
        indexes = connection.execute(kept).all()
        for name, _ in indexes:
            connection.execute(text(f"DROP INDEX {name}"))
        for one in COPIED:
            connection.execute(text(_copying(one.__table__)))
        connection.execute(text(INCIDENTS), {"now": now})
        for _, definition in indexes:
            connection.execute(text(definition))
        connection.execute(text("DROP TABLE copy_plan"))


def _copying(table: Table) -> str:
    """Return the statement that copies the rows of a table."""
    names = ", ".join(column.name for column in table.columns)
    values = ", ".join(_value(table, column) for column in table.columns)
    model, join, where = "original.case_id", "", ""
    if table is Case.__table__:
        model = "original.id"
    if table is Timer.__table__:
        model, where = "instance.case_id", "WHERE plan.is_open"
        join = "JOIN process_instance AS instance ON instance.id = original.process_instance_id"
    copies = f"{table.name} AS original {join} JOIN copy_plan AS plan ON plan.model = {model}"
    return f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {copies} {where}"  # noqa: S608 - our own names


def _value(table: Table, column: Any) -> str:
    place, value = f"{table.name}.{column.name}", f"original.{column.name}"
    if place in OWN or column.name in OWN:
        return OWN.get(place) or OWN[column.name]
    if column.primary_key and isinstance(column.type, Uuid):
        return "gen_random_uuid()"
    if isinstance(column.type, UtcDateTime | DateTime):
        # What an open one waits for stays ahead of it.
        stays = "plan.is_open" if column.name in {"due_at", "next_attempt_at"} else "false"
        value = f"CASE WHEN {stays} THEN {value} ELSE {value} - plan.earlier END"
    if place in ENDED:
        return f"CASE WHEN plan.is_open THEN {value} ELSE {ENDED[place]} END"
    return value
