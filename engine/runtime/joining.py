"""Join a case about the same child that is open already, in place of raising another one."""

import uuid
from collections.abc import Mapping
from typing import Any

from engine.access import Actor, Group, Opening
from engine.context import Engine
from engine.errors import InputRefusedError
from engine.persistence.cases import Case
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.application_notices import (
    ApplicationNotice,
    Sender,
    queue_application_notice,
)
from engine.runtime.child_numbers import OpenCase, child_numbers, find_open_case
from engine.runtime.execution import load_instance
from engine.runtime.journal import Journal
from engine.runtime.locking import lock_case, main_instance, read_task
from engine.runtime.moved_on import moved_on_error
from engine.runtime.permission import acting_group
from engine.runtime.reach import open_case_to
from engine.vocabulary import Happening, Role, TaskState

NO_OPEN_CASE = "There is no open case with this case number between these agencies."


def join_open_case(
    engine: Engine, actor: Actor, user_task_id: uuid.UUID, answers: Mapping[str, Any]
) -> str:
    """Let the person who raises see the open case about the same child; return its reference.

    They see it by name, as a practitioner of their agency, which is one of the two that differ
    there. The history of that case says so, and the line managers of their own agency are told.
    What they were about to raise stays as it is.

    Raises:
        NotFoundError, NotAllowedError: the task is not for this person.
        TaskMovedOnError: the task is closed.
        InputRefusedError: no open case has this number, or the agency is none of the two.
    """
    with engine.open_unit_of_work() as work:
        group, found = _open_case(engine, work, actor, user_task_id, answers)
        case = lock_case(work, found.reference)
        if case.ended_at is not None:
            raise InputRefusedError(NO_OPEN_CASE)
        if not found.is_open_to_actor:
            _let_in(engine, work, case, actor, group)
            work.commit()
        return case.reference


def _open_case(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    user_task_id: uuid.UUID,
    answers: Mapping[str, Any],
) -> tuple[Group, OpenCase]:
    raising = read_task(work, user_task_id)
    group = acting_group(work, actor, raising.task)
    if raising.task.state != TaskState.OPEN:
        raise moved_on_error(work, raising.task)
    movement = load_instance(engine, work, raising.case, raising.instance)
    numbers = child_numbers(movement.compiled.forms[raising.task.form_key], answers)
    known = {**movement.process.variables, **answers}
    agencies = {str(known.get("raising_agency")), str(known.get("receiving_agency"))}
    found = find_open_case(movement, actor, numbers, agencies)
    if found is None or group.agency_key not in agencies:
        raise InputRefusedError(NO_OPEN_CASE)
    return group, found


def _let_in(engine: Engine, work: UnitOfWork, case: Case, actor: Actor, group: Group) -> None:
    now = engine.clock.now()
    journal = Journal(case, now, actor, group.agency_key)
    by_name = Opening(Group(group.agency_key, Role.PRACTITIONER), actor.person_id)
    open_case_to(work, case.id, [by_name], now)
    journal.note(Happening.CASE_JOINED, details={"role": by_name.group.role})
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    sender = Sender(work, case, compiled, main_instance(work, case).id, journal)
    managers = (Opening(Group(group.agency_key, Role.LINE_MANAGER)),)
    notice = ApplicationNotice(
        "CASE_JOINED", "Joined the open case", managers, only_for_agency=group.agency_key
    )
    queue_application_notice(sender, notice)
    case.revision += 1
    journal.write(work)
