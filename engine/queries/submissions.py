"""What people wrote in a case: accepted answers, and texts that were kept."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select

from engine.access import Actor
from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.directory import Agency, Person
from engine.persistence.tasks import Draft, Submission, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.answers import Reader
from engine.queries.cases import find_case
from engine.queries.names import stage_title
from engine.vocabulary import SubmissionState, TaskState
from forms.definition import FormDefinition

DRAFT = "draft"


@dataclass(frozen=True)
class WrittenText:
    """The answers of one person to one task, without what the reader may not see."""

    task_id: uuid.UUID
    element_id: str
    task_name: str
    stage: str
    stage_title: str
    form_key: str
    process_definition_id: int
    form: FormDefinition | None
    """The form that was answered, in the version that it was answered in."""
    state: str
    """A submission's state, or `draft`."""
    is_danger: bool
    person_id: int
    person_name: str
    agency_key: str
    agency_name: str
    agency_side: str
    """Which agencies the task was for."""
    written_at: datetime
    answers: Mapping[str, Any]
    kept_reasons: Mapping[str, str]
    """By question: why something stays that looks like personal data or a case that exists."""
    is_withheld: bool
    """Whether the reader's own agency has to answer before it reads this."""

    @property
    def reasoned_answers(self) -> dict[str, Any]:
        """The answers, each with the reason why it stays as it is, where one was given."""
        return {
            key: f"{answer}\n\nWhy this stays: {self.kept_reasons[key]}"
            if key in self.kept_reasons
            else answer
            for key, answer in self.answers.items()
        }


def list_submissions(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str
) -> tuple[WrittenText, ...]:
    """Return the accepted answers of a case in the order of sending.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    texts = _submissions(engine, work, actor, case)
    return tuple(text for text in texts if text.state == SubmissionState.ACCEPTED)


def list_kept_texts(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str
) -> tuple[WrittenText, ...]:
    """Return texts that moved nothing, in the order of writing, so that none of them is lost.

    A submission that was not accepted is its writer's alone. So is a draft, except on a task that
    its time limit closed: the next level takes over and needs what was found out so far.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    sent = _submissions(engine, work, actor, case)
    texts = [text for text in sent if text.state != SubmissionState.ACCEPTED]
    texts += _drafts(engine, work, actor, case)
    return tuple(sorted(texts, key=lambda text: text.written_at))


def _submissions(
    engine: Engine, work: UnitOfWork, actor: Actor, case: Case
) -> tuple[WrittenText, ...]:
    """Return what was accepted, and what the actor sent that was not."""
    key = "submissions", actor, case.id
    return work.once(key, lambda: _sent(engine, work, actor, case))


def list_texts_of_opened_case(reader: Reader) -> tuple[WrittenText, ...]:
    """Return the accepted answers of a case that an administrator has opened, in their order.

    The caller has checked that it is open. What is for the writer's own agency stays so.
    """
    query = _submitted(reader.case).where(Submission.state == SubmissionState.ACCEPTED)
    return tuple(_text(reader, *row) for row in reader.work.session.execute(query).all())


def _sent(engine: Engine, work: UnitOfWork, actor: Actor, case: Case) -> tuple[WrittenText, ...]:
    is_accepted = Submission.state == SubmissionState.ACCEPTED
    is_shown = or_(is_accepted, Submission.person_id == actor.person_id)
    query = _submitted(case).where(is_shown)
    reader = Reader(engine, work, actor, case)
    return tuple(_text(reader, *row) for row in work.session.execute(query).all())


def _submitted(case: Case) -> Select[Submission, UserTask, str, str]:
    return (
        select(Submission, UserTask, Person.name, Agency.name)
        .join(UserTask, UserTask.id == Submission.user_task_id)
        .join(Person, Person.id == Submission.person_id)
        .join(Agency, Agency.key == Submission.agency_key)
        .where(Submission.case_id == case.id)
        .order_by(Submission.id)
    )


def _drafts(engine: Engine, work: UnitOfWork, actor: Actor, case: Case) -> tuple[WrittenText, ...]:
    left_behind = or_(
        UserTask.state == TaskState.CANCELLED,
        and_(UserTask.state == TaskState.COMPLETED, Draft.person_id == actor.person_id),
    )
    query = (
        select(Draft, UserTask, Person.name, Agency.name)
        .join(UserTask, UserTask.id == Draft.user_task_id)
        .join(Person, Person.id == Draft.person_id)
        .join(Agency, Agency.key == Draft.agency_key)
        .where(UserTask.case_id == case.id, left_behind)
    )
    reader = Reader(engine, work, actor, case)
    return tuple(_text(reader, *row) for row in work.session.execute(query).all())


def _text(
    reader: Reader, written: Submission | Draft, task: UserTask, person: str, agency: str
) -> WrittenText:
    if isinstance(written, Draft):
        state, written_at = DRAFT, written.saved_at
    else:
        state, written_at = written.state, written.submitted_at
    return WrittenText(
        task_id=task.id,
        element_id=task.element_id,
        task_name=task.name,
        stage=task.stage,
        stage_title=stage_title(reader.compiled, task.stage),
        form_key=task.form_key,
        process_definition_id=reader.version_of(written),
        form=reader.form_of(written),
        state=state,
        is_danger=task.is_danger,
        person_id=written.person_id,
        person_name=person,
        agency_key=written.agency_key,
        agency_name=agency,
        agency_side=task.agency_side,
        written_at=written_at,
        answers=reader.read(written),
        kept_reasons=reader.kept_reasons(written),
        is_withheld=reader.is_withheld(written),
    )
