"""Process instances by the million: most have ended, some are open, few are stopped.

Each is a copy of one case's rows with ids of its own, made inside PostgreSQL. The indexes of these
tables are made afterwards, as they would be for a restored database.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import DateTime, Integer, Table, Uuid, bindparam, select, text

from benchmarks.house import OFFICE, House
from engine.persistence.base import UtcDateTime
from engine.persistence.case_facts import CaseFacts
from engine.persistence.cases import Case, CaseAgency
from engine.persistence.directory import Agency
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import Incident, ProcessInstance, Timer
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.operations import ANSWERS_LABEL, Operation, OperationItem
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.variable_changes import VariableChange

COPIED: tuple[Any, ...] = (
    Case,
    CaseAgency,
    CaseFacts,
    ProcessInstance,
    UserTask,
    Notification,
    HistoryEvent,
)
COPIED_OPEN: tuple[Any, ...] = (Timer, TaskCandidate, VariableChange, Delivery)
"""What only open cases have, and what of ended ones is read by the key of a single case alone."""
TABLES = (*COPIED, *COPIED_OPEN, Incident, Operation, OperationItem)
SHARES = {"open_of": 50, "late_of": 250, "stopped_of": 2_500, "every": timedelta(minutes=5)}
"""One of so many has not ended, is overdue, has an incident; and how long one started after the
other: a million of them are nine and a half years."""
AT_ONCE = 500
"""On how many instances one operation was carried out; on every open one there was one."""

PLAN = """
CREATE UNLOGGED TABLE copy_plan AS
SELECT number, models.ids[1 + number / :open_of % cardinality(models.ids)] AS model,
    gen_random_uuid() AS case_id, gen_random_uuid() AS instance_id,
    number % :open_of = 0 AS is_open, number % :stopped_of = 0 AS is_stopped,
    number % :late_of = 0 AS is_late,
    (number + 1) * CAST(:every AS interval) AS earlier
FROM generate_series(0, CAST(:copies AS integer) - 1) AS number,
    (SELECT CAST(:ids AS uuid[]) AS ids) AS models
"""
INCIDENTS = """
INSERT INTO incident (case_id, process_instance_id, element_id, state, message, cause, raised_at)
SELECT case_id, instance_id, 'Task_S1_Contact', 'open', 'It could not go on.', 'benchmark', :now
FROM copy_plan WHERE is_stopped
"""
OPERATIONS = """
WITH many AS (
    SELECT gen_random_uuid() AS id, number, :now - number * CAST('1 day' AS interval) AS at
    FROM generate_series(0, (SELECT count(*) FROM copy_plan WHERE is_open) / :at_once) AS number
), asked AS (
    INSERT INTO operation (id, kind, partnership_key, asked_by, asked_at, reason, answers, total)
    SELECT id, 'retry', :partnership, :person, at, 'It could not go on.', :answers, :at_once
    FROM many
)
INSERT INTO operation_item (operation_id, place, process_instance_id, state, outcome, done_at)
SELECT many.id, open_one.place % :at_once + 1, open_one.instance_id, 'done', 'Tried again.', at
FROM (
    SELECT instance_id, row_number() OVER (ORDER BY number) - 1 AS place
    FROM copy_plan WHERE is_open
) AS open_one
JOIN many ON many.number = open_one.place / :at_once
"""
ENDED = {
    "case_file.ended_at": "original.started_at - plan.earlier",
    "case_facts.ended_at": "original.raised_at - plan.earlier",
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
    "delivery.state": "CASE WHEN plan.is_stopped AND original.channel = 'email' "
    "THEN 'failed' ELSE original.state END",
    "case_file.id": "plan.case_id",
    "case_file.reference": "'CPY-2026-' || lpad(plan.number::text, 7, '0')",
    "process_instance.id": "plan.instance_id",
    "case_id": "plan.case_id",
    "process_instance_id": "plan.instance_id",
    "task_candidate.sort_key": "left(original.sort_key, -32) || replace({user_task_id}, '-', '')",
}
"""What is different in every copy, by column."""


BY_INSTANCE = "JOIN process_instance AS parent ON parent.id = original.process_instance_id"
FOUND_BY = {
    "case_file": ("", "original.id"),
    "timer": (BY_INSTANCE, "parent.case_id"),
    "variable_change": (BY_INSTANCE, "parent.case_id"),
    "task_candidate": (
        "JOIN user_task AS parent ON parent.id = original.user_task_id",
        "parent.case_id",
    ),
    "delivery": (
        "JOIN notification AS parent ON parent.id = original.notification_id",
        "parent.case_id",
    ),
}
"""How the case of a row is found, where the row does not name it."""


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
        for one in (*COPIED, *COPIED_OPEN):
            connection.execute(text(_copying(one.__table__)))
        connection.execute(text(INCIDENTS), {"now": now})
        connection.execute(text(OPERATIONS), {"now": now, "at_once": AT_ONCE, **_asked(house)})
        for _, definition in indexes:
            connection.execute(text(definition))
        connection.execute(text("DROP TABLE copy_plan"))


def _asked(house: House) -> dict[str, Any]:
    """Return who asked for the operations, and with what."""
    with house.engine.open_reading() as work:
        own = Agency.key == OFFICE
        partnership = work.session.scalars(select(Agency.partnership_key).where(own)).one()
    return {
        "partnership": partnership,
        "person": house.actor("administrator", OFFICE).person_id,
        "answers": house.engine.sealer.seal_json({}, ANSWERS_LABEL),
    }


def _copying(table: Table) -> str:
    """Return the statement that copies the rows of a table."""
    # A row's number is given out anew.
    columns = [
        one for one in table.columns if not (one.name == "id" and isinstance(one.type, Integer))
    ]
    names = ", ".join(column.name for column in columns)
    values = ", ".join(_value(table, column) for column in columns)
    join, model = FOUND_BY.get(table.name, ("", "original.case_id"))
    where = "WHERE plan.is_open" if table in {one.__table__ for one in COPIED_OPEN} else ""
    copies = f"{table.name} AS original {join} JOIN copy_plan AS plan ON plan.model = {model}"
    return f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {copies} {where}"  # noqa: S608 - our own names


def _value(table: Table, column: Any) -> str:
    place, value = f"{table.name}.{column.name}", f"original.{column.name}"
    if place in OWN or column.name in OWN:
        return (OWN.get(place) or OWN[column.name]).format(user_task_id=_renamed("user_task_id"))
    if isinstance(column.type, Uuid):
        return f"CAST({_renamed(column.name)} AS uuid)"
    if isinstance(column.type, UtcDateTime | DateTime):
        # What an open one waits for stays ahead of it; the step of some is overdue.
        stays = "plan.is_open" if column.name in {"due_at", "next_attempt_at"} else "false"
        if place == "user_task.due_at":
            stays = "plan.is_open AND NOT plan.is_late"
        value = f"CASE WHEN {stays} THEN {value} ELSE {value} - plan.earlier END"
    if place in ENDED:
        return f"CASE WHEN plan.is_open THEN {value} ELSE {ENDED[place]} END"
    return value


def _renamed(column: str) -> str:
    """Return a copy's id as text: from the original's, so that rows find one another again."""
    return f"md5(original.{column}::text || plan.number::text)"
