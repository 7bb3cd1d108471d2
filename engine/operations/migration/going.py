"""Take one process instance to another version of its procedure, whole or not at all.

Source: model.md section 5, the migration rules. Participants, tasks with their ids, claims, drafts,
half-finished steps and the history stay. A limit keeps its due time; one that the new version
changes counts from its original start, and ends at the earliest in an hour.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from engine.definitions.compiled import CompiledBundle
from engine.errors import OperationRefusedError
from engine.operations.kind import Asks, Kind, Option, Question
from engine.operations.migration.versions import called, version_to_go_to
from engine.operations.target import Target
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.runtime.execution import STATE_LABEL
from engine.runtime.handing_on import ask_again, tell_newly_asked
from engine.runtime.host import EngineHost
from engine.runtime.movement import Movement
from engine.runtime.task_limits import limit_of_task
from engine.runtime.task_rows import sort_key
from engine.runtime.workplaces import Workplaces
from engine.spiff.migrating import MigrationRefused, Route, migrate_state
from engine.spiff.process import RunningProcess
from engine.vocabulary import AgencySide, Happening, OperationKind

TO_VERSION = "to_version"


def _migrate(target: Target) -> str:
    old, new = version_to_go_to(
        target.work,
        target.instance.process_definition_id,
        target.answers[TO_VERSION],
        target.journal.at,
    )
    movement = target.movement
    compiled = target.engine.definitions.compiled(target.work, new.id)
    tasks = _open_rows(movement)
    _refuse_missing_forms(compiled, tasks)
    movement.process = _moved(target, movement, compiled, tasks)
    movement.compiled = compiled
    target.instance.process_definition_id = new.id
    if target.instance.is_main:
        target.case.process_definition_id = new.id
    _note(target, old, new)
    for row in tasks:
        _follow(movement, row)
    target.work.session.flush()
    newly_asked = ask_again(movement)
    movement.reached.extend(newly_asked)
    if newly_asked:
        tell_newly_asked(movement, newly_asked)
    return f"Goes on under {called(new)}."


def _open_rows(movement: Movement) -> list[UserTask]:
    query = select(UserTask).where(UserTask.id.in_(movement.process.open_tasks))
    return list(movement.work.session.scalars(query.order_by(UserTask.id)))


def _refuse_missing_forms(compiled: CompiledBundle, tasks: list[UserTask]) -> None:
    for row in tasks:
        try:
            element = compiled.library.element(row.element_id)
        except KeyError:
            continue
        if (element.form_key or "") not in compiled.forms:
            raise OperationRefusedError(f"“{row.name}” has no form in the new version.")


def _moved(
    target: Target, movement: Movement, compiled: CompiledBundle, tasks: list[UserTask]
) -> RunningProcess:
    engine, instance = target.engine, target.instance
    state = engine.sealer.open(instance.workflow or b"", STATE_LABEL)
    agency_of = Workplaces(target.work, target.journal.at).agency_of
    opened: dict[UUID, datetime] = {row.id: row.opened_at for row in tasks}

    def host_at(instant: datetime) -> EngineHost:
        return EngineHost(instant, engine.calendar, agency_of)

    route = Route(movement.compiled.library, compiled.library, instance.process_id)
    try:
        return migrate_state(route, state, host_at(target.journal.at), host_at, opened.get)
    except MigrationRefused as refused:
        raise OperationRefusedError(str(refused)) from refused


def _note(target: Target, old: ProcessDefinition, new: ProcessDefinition) -> None:
    target.journal.note(
        Happening.INSTANCE_MIGRATED,
        process_instance_id=target.instance.id,
        details={
            "from": old.id,
            "to": new.id,
            "from_version": old.version,
            "to_version": new.version,
            "from_edition": old.edition,
            "to_edition": new.edition,
        },
    )


def _follow(movement: Movement, row: UserTask) -> None:
    """Let the row of an open task say what the new version says of its step."""
    task = movement.process.open_tasks[row.id]
    element = movement.compiled.library.element(row.element_id)
    row.name, row.lane_id = element.name, element.lane_id
    row.form_key = element.form_key or row.form_key
    row.stage = element.stage or row.stage
    row.agency_side = element.agency_side or AgencySide.PARTNERSHIP
    due_at, timer = limit_of_task(movement, task)
    if timer is not None:
        row.due_at, row.due_element_id = due_at, timer
    elif row.due_element_id is not None and not _is_drawn(movement, row.due_element_id):
        row.due_at = row.due_element_id = None
    movement.work.session.execute(
        update(TaskCandidate)
        .where(TaskCandidate.user_task_id == row.id)
        .values(sort_key=sort_key(row))
    )


def _is_drawn(movement: Movement, element_id: str) -> bool:
    try:
        movement.compiled.library.element(element_id)
    except KeyError:
        return False
    return True


def _options(target: Target) -> tuple[Option, ...]:
    old = target.work.session.get_one(ProcessDefinition, target.instance.process_definition_id)
    query = select(ProcessDefinition).where(
        ProcessDefinition.key == old.key,
        ProcessDefinition.partnership_key == old.partnership_key,
        ProcessDefinition.id != old.id,
        ProcessDefinition.published_at <= target.journal.at,
    )
    found = target.work.session.scalars(query.order_by(ProcessDefinition.version.desc()))
    return tuple(Option(str(one.id), f"V{called(one)[1:]}") for one in found)


def _details(answers: Mapping[str, Any]) -> Mapping[str, Any]:
    return {TO_VERSION: answers[TO_VERSION]}


MIGRATE = Kind(
    OperationKind.MIGRATE,
    "Migrate",
    "It goes on in another version of its procedure, where it stands. Tasks, claims, drafts, due "
    "times and danger alerts stay; a limit that the version changes counts from its first start.",
    _migrate,
    questions=(Question(TO_VERSION, "To which version?", Asks.CHOICE, options=_options),),
    details=_details,
)
