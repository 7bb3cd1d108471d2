"""Takes one process instance over to another version, in memory and in the rows of its tasks.

Source: ADR 0021, rules 2 to 6. Participants, tasks with their ids, claims, drafts,
half-finished steps and the history stay. A limit keeps its due time; one that the new version
changes counts from its original start, and ends at the earliest in an hour.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from engine.definitions.compiled import CompiledBundle
from engine.errors import OperationRefusedError
from engine.operations.target import Target
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.runtime.asking import asked_for_task, roles_in_lane
from engine.runtime.execution import STATE_LABEL
from engine.runtime.handing_on import ask_again, tell_newly_asked
from engine.runtime.host import EngineHost
from engine.runtime.movement import Movement
from engine.runtime.task_limits import limit_of_task
from engine.runtime.task_rows import sort_key
from engine.runtime.workplaces import Workplaces
from engine.spiff.migrating import MigrationRefused, Route, migrate_state
from engine.spiff.process import RunningProcess
from engine.vocabulary import DANGER_MESSAGE, AgencySide


def take_over(target: Target, new: ProcessDefinition) -> None:
    """Let an instance follow a version where it stands; whoever is newly asked is told.

    Raises:
        OperationRefusedError: it cannot stand there, or would wait for ever.
    """
    movement = target.movement
    compiled = target.engine.definitions.compiled(target.work, new.id)
    tasks = _open_rows(movement)
    _refuse_missing_forms(compiled, tasks)
    movement.process = _moved(target, movement, compiled, tasks)
    movement.compiled = compiled
    target.instance.process_definition_id = new.id
    if target.instance.message == DANGER_MESSAGE:
        _keep_from_waiting_longer(movement)
    for row in tasks:
        _follow(movement, row)
    target.work.session.flush()
    _refuse_for_nobody(movement, tasks)
    newly_asked = ask_again(movement)
    movement.reached.extend(newly_asked)
    if newly_asked:
        tell_newly_asked(movement, newly_asked)


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


def _refuse_for_nobody(movement: Movement, tasks: list[UserTask]) -> None:
    for row in tasks:
        element = movement.compiled.library.element(row.element_id)
        if not asked_for_task(movement, element, movement.process.open_tasks[row.id]).openings:
            raise OperationRefusedError(f"“{row.name}” would be for nobody in the new version.")


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


def _keep_from_waiting_longer(movement: Movement) -> None:
    """Let no limit of a danger alert end later than it did: nobody gets more time to act."""
    for timer_id, timer in movement.process.timers.items():
        before = movement.timers_before.get(timer_id)
        if before is not None and timer.due_at > before:
            movement.process.clocks.set_due(timer_id, before)


def _follow(movement: Movement, row: UserTask) -> None:
    """Let the row of an open task say what the new version says of its step."""
    task = movement.process.open_tasks[row.id]
    element = movement.compiled.library.element(row.element_id)
    row.name, row.lane_id = element.name, element.lane_id
    roles = roles_in_lane(movement, element, movement.process.variables_at(task.id))
    row.role = roles[0] if roles else ""
    row.form_key = element.form_key or row.form_key
    stage = element.stage or row.stage
    if movement.instance.is_main and movement.case.stage == row.stage:
        movement.case.stage = stage
    row.stage = stage
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
