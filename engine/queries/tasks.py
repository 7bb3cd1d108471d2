"""One user task, as somebody who may see its case sees it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from engine.access import Actor
from engine.context import Engine
from engine.definitions.compiled import CompiledBundle
from engine.errors import NotFoundError
from engine.persistence.cases import Case
from engine.persistence.directory import Agency, Person
from engine.persistence.instances import ProcessInstance
from engine.persistence.tasks import Draft, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.answers import Reader
from engine.queries.bars import load_bars
from engine.queries.doers import TaskDoer, list_doers
from engine.queries.holding import held_instances
from engine.queries.limits import Counting, counting_of
from engine.queries.names import agency_names, element_name, person_names, stage_title
from engine.queries.task_ends import why_cancelled
from engine.queries.task_rows import is_overdue
from engine.queries.task_versions import version_of_task
from engine.queries.visibility import case_is_open_to, task_is_open_to
from engine.vocabulary import TaskState


@dataclass(frozen=True)
class OtherDraft:
    """What somebody else has typed into the same task and not yet submitted."""

    person_name: str
    agency_key: str
    agency_name: str
    answers: Mapping[str, Any]
    saved_at: datetime


@dataclass(frozen=True)
class TaskClause:
    """A clause of the policy that a task comes from."""

    id: str
    """The policy's number for it, such as `S1-04`."""
    paraphrase: str


@dataclass(frozen=True)
class TaskDetails:
    """One user task."""

    id: uuid.UUID
    reference: str
    process_definition_id: int
    """The version that it follows, or followed when it closed."""
    element_id: str
    name: str
    documentation: str
    """What to do, in the diagram's words."""
    clauses: tuple[TaskClause, ...]
    form_key: str
    stage: str
    stage_title: str
    state: str
    is_danger: bool
    opened_at: datetime
    due_at: datetime | None
    due_reason: str
    """The label of the timer that the due time comes from; empty without a limit."""
    due_counting: Counting | None
    """What that timer counts; empty without a limit, or when the diagram does not say."""
    is_overdue: bool
    role: str
    agency_side: str
    agency_key: str | None
    agency_name: str | None
    """The one agency that an “each” task is for."""
    doers: tuple[TaskDoer, ...]
    """Empty once the task is closed."""
    may_do: bool
    is_on_hold: bool
    """An administrator holds its process instance: nobody can complete it now."""
    claimed_by: int | None
    claimed_by_name: str | None
    claimed_at: datetime | None
    closed_at: datetime | None
    why_closed: str
    """A clause, for a task that nobody completed; else empty."""
    completed_by: int | None
    completed_by_name: str | None
    completed_for_name: str | None
    other_drafts: tuple[OtherDraft, ...]
    """Only for those who may do the task; the newest first."""


def load_task(
    engine: Engine, work: UnitOfWork, actor: Actor, user_task_id: uuid.UUID
) -> TaskDetails:
    """Return one user task of a case that has reached the actor.

    Raises:
        NotFoundError: there is no such task, or the actor may not see it.
    """
    query = (
        select(UserTask, Case, ProcessInstance.process_definition_id)
        .join(Case, Case.id == UserTask.case_id)
        .join(ProcessInstance, ProcessInstance.id == UserTask.process_instance_id)
        .where(
            UserTask.id == user_task_id,
            or_(case_is_open_to(actor), task_is_open_to(actor, load_bars(work, actor))),
        )
    )
    row = work.session.execute(query).one_or_none()
    if row is None:
        raise NotFoundError("task", user_task_id)
    task, case, followed = row
    version = version_of_task(work, task, followed)
    compiled = engine.definitions.compiled(work, version)
    may_do = _may_do(work, actor, task)
    people = person_names(work, [task.claimed_by, task.completed_by])
    agencies = agency_names(work, [task.agency_key, task.completed_for])
    return TaskDetails(
        id=task.id,
        reference=case.reference,
        process_definition_id=version,
        element_id=task.element_id,
        name=task.name,
        documentation=compiled.library.element(task.element_id).documentation or "",
        clauses=_clauses(compiled, task.element_id),
        form_key=task.form_key,
        stage=task.stage,
        stage_title=stage_title(compiled, task.stage),
        state=task.state,
        is_danger=task.is_danger,
        opened_at=task.opened_at,
        due_at=task.due_at,
        due_reason=element_name(compiled, task.due_element_id),
        due_counting=counting_of(compiled, task.due_element_id),
        is_overdue=is_overdue(task, engine.clock.now()),
        role=task.role,
        agency_side=task.agency_side,
        agency_key=task.agency_key,
        agency_name=agencies.get(task.agency_key or ""),
        doers=list_doers(work, task.id),
        may_do=may_do,
        is_on_hold=task.state == TaskState.OPEN
        and bool(held_instances(work, [task.process_instance_id])),
        claimed_by=task.claimed_by,
        claimed_by_name=people.get(task.claimed_by or 0),
        claimed_at=task.claimed_at,
        closed_at=task.closed_at,
        why_closed=_why_closed(work, task),
        completed_by=task.completed_by,
        completed_by_name=people.get(task.completed_by or 0),
        completed_for_name=agencies.get(task.completed_for or ""),
        other_drafts=_other_drafts(Reader(engine, work, actor, case), task) if may_do else (),
    )


def _why_closed(work: UnitOfWork, task: UserTask) -> str:
    if task.state != TaskState.CANCELLED:
        return ""
    return why_cancelled(work, task.id, task.case_id)


def _may_do(work: UnitOfWork, actor: Actor, task: UserTask) -> bool:
    query = select(UserTask.id).where(
        UserTask.id == task.id,
        UserTask.state == TaskState.OPEN,
        task_is_open_to(actor, load_bars(work, actor)),
    )
    return work.session.scalar(query) is not None


def _clauses(compiled: CompiledBundle, element_id: str) -> tuple[TaskClause, ...]:
    ids = compiled.library.element(element_id).clauses
    found = [(clause_id, compiled.clauses.find(clause_id)) for clause_id in ids]
    return tuple(TaskClause(i, clause.paraphrase if clause else "") for i, clause in found)


def _other_drafts(reader: Reader, task: UserTask) -> tuple[OtherDraft, ...]:
    query = (
        select(Draft, Person.name, Agency.name)
        .join(Person, Person.id == Draft.person_id)
        .join(Agency, Agency.key == Draft.agency_key)
        .where(Draft.user_task_id == task.id, Draft.person_id != reader.actor.person_id)
        .order_by(Draft.saved_at.desc())
    )
    return tuple(
        OtherDraft(person, draft.agency_key, agency, reader.read(draft), draft.saved_at)
        for draft, person, agency in reader.work.session.execute(query).all()
    )
