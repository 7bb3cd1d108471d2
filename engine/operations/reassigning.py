"""Give an open step to one of those who may do it, or free it for all of them."""

from sqlalchemy import func, select

from engine.access import Opening
from engine.errors import OperationRefusedError
from engine.operations.chosen import (
    AGENCY,
    ELEMENT,
    ONE_AGENCY,
    STEP,
    chosen_tasks,
    told_in_history,
)
from engine.operations.kind import Asks, Kind, Option, Question
from engine.operations.target import Target
from engine.persistence.directory import Person
from engine.persistence.tasks import UserTask
from engine.runtime.application_notices import ApplicationNotice, Sender, queue_application_notice
from engine.runtime.locking import task_openings
from engine.runtime.reach import open_case_to
from engine.runtime.task_colleagues import TaskColleague, list_task_colleagues
from engine.vocabulary import Happening, OperationKind, TaskState

PERSON, NOBODY = "person", 0


def _reassign(target: Target) -> str:
    email = target.answers[PERSON].lower()
    person = target.work.session.scalar(select(Person).where(func.lower(Person.email) == email))
    if person is None or not person.active:
        raise OperationRefusedError("Nobody who works here has this e-mail address.")
    possible = {
        task: colleague
        for task in chosen_tasks(target)
        for colleague in _colleagues(target, task)
        if colleague.person_id == person.id
    }
    if not possible:
        raise OperationRefusedError(
            f"{person.name} may not do this step: they need one of the roles that are asked, and "
            "nobody acts for both sides."
        )
    if len(possible) > 1:
        raise OperationRefusedError("Say for which agency: the person may do several of them.")
    ((task, colleague),) = possible.items()
    _give(target, task, colleague)
    return f"“{task.name}” is with {person.name} now, who is told. No time limit has changed."


def _give(target: Target, task: UserTask, colleague: TaskColleague) -> None:
    if colleague.away_until is not None:
        raise OperationRefusedError(f"{colleague.name} is away. Choose somebody who is here.")
    if task.claimed_by == colleague.person_id:
        raise OperationRefusedError(f"It is with {colleague.name} already.")
    taken = {} if task.claimed_by is None else {"taken_over_from": task.claimed_by}
    target.journal.note(
        Happening.TASK_HANDED_OVER,
        process_instance_id=target.instance.id,
        element_id=task.element_id,
        details={"task": str(task.id), "to": colleague.person_id, **taken},
    )
    task.claimed_by, task.claimed_at = colleague.person_id, target.journal.at
    opening = Opening(colleague.group, colleague.person_id)
    open_case_to(target.work, target.case.id, [opening], target.journal.at)
    sender = Sender(target.work, target.case, target.compiled, target.instance.id, target.journal)
    notice = ApplicationNotice(
        "REASSIGNED", task.name, (opening,), element_id=task.element_id, stage=task.stage
    )
    queue_application_notice(sender, notice)


def _release(target: Target) -> str:
    claimed = [task for task in chosen_tasks(target) if task.claimed_by is not None]
    if not claimed:
        raise OperationRefusedError("Nobody has taken it.")
    for task in claimed:
        target.journal.note(
            Happening.TASK_RELEASED,
            process_instance_id=target.instance.id,
            element_id=task.element_id,
            details={"task": str(task.id), "taken_from": task.claimed_by},
        )
        task.claimed_by = task.claimed_at = None
    return f"“{claimed[0].name}” is free again for everybody who may do it."


def _colleagues(target: Target, task: UserTask) -> list[TaskColleague]:
    asked = task_openings(target.work, task.id)
    agencies = dict.fromkeys(opening.group.agency_key for opening in asked)
    return [
        colleague
        for agency in agencies
        for colleague in list_task_colleagues(
            target.work, task, agency, target.journal.at, without=NOBODY
        )
    ]


def _people(target: Target) -> tuple[Option, ...]:
    """Return who may do any of the open steps; of the chosen one, once it is chosen."""
    chosen = target.answers.get(ELEMENT)
    query = select(UserTask).where(
        UserTask.process_instance_id == target.instance.id, UserTask.state == TaskState.OPEN
    )
    if chosen:
        query = query.where(UserTask.element_id == chosen)
    if target.answers.get(AGENCY):
        query = query.where(UserTask.agency_key == target.answers[AGENCY])
    found = {
        colleague.person_id: colleague
        for task in target.work.session.scalars(query).all()
        for colleague in _colleagues(target, task)
    }
    rows = target.work.session.execute(select(Person.id, Person.email).where(Person.id.in_(found)))
    emails = {row.id: row.email for row in rows}
    people = sorted(found.values(), key=lambda one: one.name)
    return tuple(Option(emails[one.person_id], one.name) for one in people)


REASSIGN = Kind(
    OperationKind.REASSIGN,
    "Give a step to somebody",
    "One of those who may do the step takes it, and is told. Who had taken it has it no longer. "
    "Due time and drafts stay.",
    _reassign,
    questions=(
        STEP,
        Question(
            PERSON,
            "Who goes on with it?",
            Asks.CHOICE,
            "Their e-mail address. They have to be one of those whom the step asks.",
            options=_people,
            after=ELEMENT,
        ),
        ONE_AGENCY,
    ),
    details=told_in_history,
)
RELEASE = Kind(
    OperationKind.RELEASE,
    "Free a step",
    "Whoever has taken the step has it no longer; everybody who may do it can take it. Due time "
    "and drafts stay.",
    _release,
    questions=(STEP, ONE_AGENCY),
    details=told_in_history,
)
