"""The time limits of one case, and what became of each."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.definitions.compiled import CompiledBundle
from engine.limits import verdict_of
from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.tasks import REMARKS_LABEL, Submission, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.answers import Reader
from engine.queries.cases import find_case
from engine.queries.names import element_name, stage_title
from engine.queries.tasks_of_case import tasks_of_case
from engine.vocabulary import Happening, LimitVerdict, SubmissionState, TaskState


@dataclass(frozen=True)
class CaseLimit:
    """One time limit that has run in a case: of a step, or of several steps together."""

    element_id: str
    """The boundary timer; a step that comes again begins another limit."""
    name: str
    stage: str
    stage_title: str
    task_ids: frozenset[uuid.UUID]
    began_at: datetime
    due_at: datetime
    met_at: datetime | None
    """When what the limit asks for happened, as far as anybody has said."""
    recorded_at: datetime | None
    """When it was recorded, or the step closed undone; None while it is open."""
    verdict: LimitVerdict | None
    """None: the step was closed in time, and nobody had to do it any more."""
    late_reason: str | None
    """A code of the form LATE."""
    late_words: str | None
    """Empty for those who may not read the words of the agencies."""


@dataclass(frozen=True)
class LimitRun:
    """The tasks under one run of a limit: one timer, one due time, one instance."""

    tasks: Sequence[UserTask]
    due_at: datetime
    recorded_later: datetime | None
    """When a later step recorded what closed this one undone."""

    @property
    def element_id(self) -> str:
        """The boundary timer."""
        return self.tasks[0].due_element_id or ""

    @property
    def met_at(self) -> datetime | None:
        """When the last of the steps that decide about the limit met it.

        A step that was completed and has no moment does not decide (arranging a meeting is not
        holding it); one that is open, or was closed undone, has not met it.
        """
        if any(task.met_at is None and task.state != TaskState.COMPLETED for task in self.tasks):
            return None
        return max((task.met_at for task in self.tasks if task.met_at is not None), default=None)

    @property
    def recorded_at(self) -> datetime | None:
        """When that was recorded, or the last step closed undone; None while one is open."""
        closed = [task.closed_at for task in self.tasks if task.closed_at is not None]
        if len(closed) < len(self.tasks):
            return None
        return self.recorded_later or max(closed)

    def verdict(self, now: datetime) -> LimitVerdict | None:
        """Return what became of the limit."""
        return verdict_of(self.due_at, self.met_at, self.recorded_at, now)


def list_limits(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str
) -> tuple[CaseLimit, ...]:
    """Return the limits of a case that has reached the actor, the earliest first.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    reader = Reader(engine, work, actor, find_case(work, actor, reference))
    runs = limit_runs(work, reader.case)
    words = _late_words(reader, [t.id for run in runs for t in run.tasks if t.late_reason])
    now = engine.clock.now()
    return tuple(_limit(reader.compiled, run, words, now) for run in runs)


def limit_verdicts(engine: Engine, work: UnitOfWork, case: Case) -> dict[str, LimitVerdict | None]:
    """Return the verdict on each limit of a case by its timer, the latest of several."""
    now = engine.clock.now()
    return {run.element_id: run.verdict(now) for run in limit_runs(work, case)}


def limit_runs(work: UnitOfWork, case: Case) -> list[LimitRun]:
    """Return every run of a limit in a case. Whoever asks has checked the access."""
    groups: defaultdict[tuple[uuid.UUID, str | None, datetime], list[UserTask]] = defaultdict(list)
    for task in tasks_of_case(work, case.id):
        if task.due_at is not None:
            groups[task.process_instance_id, task.due_element_id, task.due_at].append(task)
    later = {key: _recorded_later(work, tasks) for key, tasks in groups.items()}
    return [LimitRun(tasks, key[2], later[key]) for key, tasks in groups.items()]


def _recorded_later(work: UnitOfWork, tasks: Sequence[UserTask]) -> datetime | None:
    """Return when a later step said that a limit was met whose own step was closed undone."""
    if all(task.met_at is None or task.state == TaskState.COMPLETED for task in tasks):
        return None
    limit, closed_at = tasks[0].due_element_id, tasks[0].closed_at
    events = work.session.execute(
        select(HistoryEvent.at, HistoryEvent.details)
        .where(
            HistoryEvent.case_id == tasks[0].case_id,
            HistoryEvent.kind == Happening.TASK_COMPLETED,
            HistoryEvent.at >= closed_at,
        )
        .order_by(HistoryEvent.number)
    )
    return next((at for at, details in events if limit in details.get("met", {})), None)


def _limit(
    compiled: CompiledBundle, run: LimitRun, words: Mapping[uuid.UUID, str], now: datetime
) -> CaseLimit:
    first = run.tasks[0]
    late = next((task for task in reversed(run.tasks) if task.late_reason), None)
    return CaseLimit(
        element_id=run.element_id,
        name=element_name(compiled, run.element_id),
        stage=first.stage,
        stage_title=stage_title(compiled, first.stage),
        task_ids=frozenset(task.id for task in run.tasks),
        began_at=first.opened_at,
        due_at=run.due_at,
        met_at=run.met_at,
        recorded_at=run.recorded_at,
        verdict=run.verdict(now),
        late_reason=late.late_reason if late else None,
        late_words=words.get(late.id) if late else None,
    )


def _late_words(reader: Reader, task_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return what was added to the reasons, for those who read the words of the agencies."""
    if not task_ids or reader.is_office_only:
        return {}
    query = select(Submission).where(
        Submission.user_task_id.in_(task_ids), Submission.state == SubmissionState.ACCEPTED
    )
    words = {}
    for row in reader.work.session.scalars(query):
        # Words stand with their answers: where these wait for the reader's own, so do they.
        if row.remarks is not None and not reader.is_withheld(row):
            late = reader.engine.sealer.open_json(row.remarks, REMARKS_LABEL).get("late", {})
            words[row.user_task_id] = late.get("words") or ""
    return words
