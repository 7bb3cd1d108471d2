"""The questions that several kinds ask (which step, which time limit), and what was chosen."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from engine.errors import OperationRefusedError
from engine.operations.kind import Asks, Option, Question
from engine.operations.target import Target
from engine.persistence.tasks import UserTask
from engine.queries.names import agency_names, element_name
from engine.spiff.process import WaitingTimer
from engine.vocabulary import TaskState

ELEMENT, AGENCY, DUE_AT = "element", "agency", "due_at"


def _task_options(target: Target) -> tuple[Option, ...]:
    return _options({task.element_id: task.name for task in _open_tasks(target)})


def _timer_options(target: Target) -> tuple[Option, ...]:
    timers = target.movement.process.timers.values()
    known = dict.fromkeys(timer.element_id for timer in timers)
    return _options({key: element_name(target.compiled, key) for key in known})


def _agency_options(target: Target) -> tuple[Option, ...]:
    """Return the agencies of the chosen step, or of the steps under the limit, if several."""
    chosen = target.answers.get(ELEMENT)
    timers = target.movement.process.timers.values() if chosen else ()
    attached = {
        task_id
        for timer in timers
        if timer.element_id == chosen
        for task_id in timer.attached_task_ids
    }
    keys = dict.fromkeys(
        task.agency_key
        for task in _open_tasks(target)
        if task.agency_key and (task.element_id == chosen or task.id in attached)
    )
    return _options(agency_names(target.work, keys)) if len(keys) > 1 else ()


def _options(names: dict[str, str]) -> tuple[Option, ...]:
    return tuple(Option(key, name) for key, name in names.items())


STEP = Question(ELEMENT, "Which step?", Asks.ELEMENT, options=_task_options)
LIMIT = Question(ELEMENT, "Which time limit?", Asks.ELEMENT, options=_timer_options)
ONE_AGENCY = Question(
    AGENCY,
    "For which agency?",
    Asks.CHOICE,
    "Each agency has a step of its own here. Left empty, it is done for all of them.",
    is_required=False,
    options=_agency_options,
    after=ELEMENT,
)


def chosen_tasks(target: Target) -> list[UserTask]:
    """Return the open user tasks that were chosen, oldest first.

    Raises:
        OperationRefusedError: there is none.
    """
    agency = target.answers[AGENCY]
    found = [
        task
        for task in _open_tasks(target)
        if task.element_id == target.answers[ELEMENT] and agency in (None, task.agency_key)
    ]
    if not found:
        raise OperationRefusedError("The step is not open in it.")
    return found


def chosen_timers(target: Target) -> list[WaitingTimer]:
    """Return the waiting timers that were chosen.

    Raises:
        OperationRefusedError: there is none.
    """
    process, agency = target.movement.process, target.answers[AGENCY]
    tasks = process.open_tasks
    found = [
        timer
        for timer in process.timers.values()
        if timer.element_id == target.answers[ELEMENT]
        and (agency is None or {tasks[one].agency for one in timer.attached_task_ids} == {agency})
    ]
    if not found:
        raise OperationRefusedError("The time limit is not running in it.")
    return found


def named(target: Target, element_id: str) -> str:
    """Return the label of an element in quotation marks."""
    return f"“{element_name(target.compiled, element_id)}”"


def told_in_history(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of the answers may stand in the case's history: ids and times."""
    return {key: answers[key] for key in (ELEMENT, AGENCY, DUE_AT) if answers.get(key)}


def _open_tasks(target: Target) -> Iterable[UserTask]:
    query = select(UserTask).where(
        UserTask.process_instance_id == target.instance.id, UserTask.state == TaskState.OPEN
    )
    return target.work.session.scalars(query.order_by(UserTask.opened_at, UserTask.id)).all()
