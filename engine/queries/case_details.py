"""One case: where it is, with whom, until when."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.persistence.cases import HINT_LABEL, Case
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Area
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.bars import load_bars
from engine.queries.cases import Participant, find_case, outcome_in_words, participants
from engine.queries.doers import TaskDoer, list_doers_of_tasks
from engine.queries.names import person_names, stage_title
from engine.queries.rounds import Round, open_rounds
from engine.queries.task_rows import TaskRow, task_rows_of_case
from engine.queries.tasks_of_case import tasks_of_case
from engine.queries.visibility import task_is_open_to
from engine.vocabulary import TaskState

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class CaseStatus:
    """The facts of the sentence that says where a case is."""

    stage_title: str
    since: datetime
    waiting_for: tuple[TaskDoer, ...]
    """Who has an open task of the procedure; the danger alert is told apart."""
    until: datetime | None
    is_overdue: bool
    is_danger_open: bool


@dataclass(frozen=True)
class CaseDetails:
    """One case."""

    id: uuid.UUID
    reference: str
    revision: int
    process_definition_id: int
    procedure: str
    edition: str
    version: int
    area_key: str
    area_name: str
    partnership_key: str
    stage: str
    status: CaseStatus
    participants: tuple[Participant, ...]
    open_tasks: tuple[TaskRow, ...]
    """Danger first, then by due time."""
    doers: Mapping[uuid.UUID, tuple[TaskDoer, ...]]
    """Who may do each of the open tasks."""
    rounds: tuple[Round, ...]
    """How often each open step of the procedure has been open; danger is told apart."""
    my_task_ids: frozenset[uuid.UUID]
    """Those of the open tasks that the actor may do."""
    started_at: datetime
    started_by: int
    started_by_name: str
    raised_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    """The label of the end that the procedure reached, or why the case was closed without."""
    outcome_element_id: str | None
    closed_as: str | None
    """Why the case was closed outside its procedure."""
    identity_hint: str | None
    """What tells the two agencies which child it is; never the partnership's office."""


def load_case(engine: Engine, work: UnitOfWork, actor: Actor, reference: str) -> CaseDetails:
    """Return one case that has reached the actor.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    return work.once(("case details", actor, case.id), lambda: _details(engine, work, actor, case))


def _details(engine: Engine, work: UnitOfWork, actor: Actor, case: Case) -> CaseDetails:
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    tasks = task_rows_of_case(engine, work, case, _open_tasks(work, case))
    doers = list_doers_of_tasks(work, [task.id for task in tasks])
    parties = participants(work, [case.id]).get(case.id, ())
    return CaseDetails(
        id=case.id,
        reference=case.reference,
        revision=case.revision,
        process_definition_id=case.process_definition_id,
        procedure=compiled.procedure.title,
        edition=compiled.procedure.edition,
        version=work.get_one(ProcessDefinition, case.process_definition_id).version,
        area_key=case.area_key,
        area_name=work.get_one(Area, case.area_key).name,
        partnership_key=case.partnership_key,
        stage=case.stage,
        status=_status(case, stage_title(compiled, case.stage), tasks, doers),
        participants=parties,
        open_tasks=tasks,
        doers=doers,
        rounds=open_rounds(tasks_of_case(work, case.id)),
        my_task_ids=_my_task_ids(work, actor, case),
        started_at=case.started_at,
        started_by=case.started_by,
        started_by_name=person_names(work, [case.started_by])[case.started_by],
        raised_at=case.raised_at,
        ended_at=case.ended_at,
        outcome=outcome_in_words(compiled, case),
        outcome_element_id=case.outcome,
        closed_as=case.closed_as,
        identity_hint=_identity_hint(engine, actor, case, parties),
    )


def _identity_hint(
    engine: Engine, actor: Actor, case: Case, parties: tuple[Participant, ...]
) -> str | None:
    involved = {party.agency_key for party in parties}
    if case.identity_hint is None or not involved & set(actor.agencies):
        return None
    return engine.sealer.open(case.identity_hint, HINT_LABEL).decode()


def _open_tasks(work: UnitOfWork, case: Case) -> list[UserTask]:
    """Return the open tasks: danger first, then by due time, what is due at no time last."""
    tasks = [task for task in tasks_of_case(work, case.id) if task.state == TaskState.OPEN]
    tasks.sort(key=lambda task: (not task.is_danger, task.due_at or NEVER, task.opened_at))
    return tasks


def _my_task_ids(work: UnitOfWork, actor: Actor, case: Case) -> frozenset[uuid.UUID]:
    query = select(UserTask.id).where(
        UserTask.case_id == case.id,
        UserTask.state == TaskState.OPEN,
        task_is_open_to(actor, load_bars(work, actor)),
    )
    return frozenset(work.session.scalars(query))


def _status(
    case: Case,
    title: str,
    tasks: tuple[TaskRow, ...],
    doers: Mapping[uuid.UUID, tuple[TaskDoer, ...]],
) -> CaseStatus:
    ordinary = [task for task in tasks if not task.is_danger]
    waiting_for = [doer for task in ordinary for doer in doers.get(task.id, ())]
    limits = [task.due_at for task in ordinary if task.due_at is not None]
    return CaseStatus(
        stage_title=title,
        since=case.stage_started_at,
        waiting_for=tuple(dict.fromkeys(waiting_for)),
        until=min(limits, default=None),
        is_overdue=any(task.is_overdue for task in ordinary),
        is_danger_open=len(ordinary) < len(tasks),
    )
