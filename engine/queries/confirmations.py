"""Whether each agency confirms the outcome of a stage."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from engine.access import Actor
from engine.context import Engine
from engine.persistence.directory import Agency, Person
from engine.persistence.tasks import Submission, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.answers import Reader
from engine.queries.cases import find_case
from engine.queries.names import stage_title
from engine.vocabulary import AgencySide, SubmissionState

CONFIRMS = "confirms_outcome"
"""The question by which every record form asks whether the agency confirms the outcome."""


@dataclass(frozen=True)
class Confirmation:
    """What one agency answered when it was asked to confirm an outcome."""

    task_id: uuid.UUID
    task_name: str
    stage_title: str
    agency_key: str
    agency_name: str
    state: str
    """State of the user task: while it is open, the agency has not answered."""
    confirms: str | None
    """`yes` or `no`."""
    person_name: str | None
    at: datetime | None


def list_confirmations(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str
) -> tuple[Confirmation, ...]:
    """Return for each agency that was asked whether it confirms an outcome, in order of asking.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    accepted = and_(
        Submission.user_task_id == UserTask.id, Submission.state == SubmissionState.ACCEPTED
    )
    query = (
        select(UserTask, Agency.name, Submission, Person.name)
        .join(Agency, Agency.key == UserTask.agency_key)
        .outerjoin(Submission, accepted)
        .outerjoin(Person, Person.id == Submission.person_id)
        .where(UserTask.case_id == case.id, UserTask.agency_side == AgencySide.EACH)
        .order_by(UserTask.opened_at, Agency.name)
    )
    reader = Reader(engine, work, actor, case)
    return tuple(
        _confirmation(reader, task, agency, submission, person)
        for task, agency, submission, person in work.session.execute(query).all()
        if _asks_to_confirm(reader, task)
    )


def _asks_to_confirm(reader: Reader, task: UserTask) -> bool:
    """Tell whether a step for each agency asks this: others ask for reasons, for example."""
    form = reader.compiled.forms.get(task.form_key)
    return form is not None and CONFIRMS in form.questions


def _confirmation(
    reader: Reader, task: UserTask, agency: str, submission: Submission | None, person: str | None
) -> Confirmation:
    answers = reader.read(submission) if submission else {}
    return Confirmation(
        task_id=task.id,
        task_name=task.name,
        stage_title=stage_title(reader.compiled, task.stage),
        agency_key=task.agency_key or "",
        agency_name=agency,
        state=task.state,
        confirms=answers.get(CONFIRMS),
        person_name=person,
        at=task.closed_at,
    )
