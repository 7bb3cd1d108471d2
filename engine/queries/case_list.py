"""The list of the cases that have reached somebody, the newest first, page by page both ways."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError
from engine.persistence.cases import Case
from engine.persistence.directory import Area
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_filters import CaseFilter
from engine.queries.cases import Participant, outcome_in_words, participants
from engine.queries.names import stage_title
from engine.queries.paging import (
    UNKNOWN_CURSOR,
    Page,
    checked_limit,
    make_cursor,
    read_cursor,
)
from engine.queries.rounds import Round, list_open_rounds
from engine.queries.visibility import open_case_ids
from engine.vocabulary import TaskState

ALL_CASES = CaseFilter()
BACK = "<"
"""Begins the cursor that leads back, to newer cases."""


@dataclass(frozen=True)
class CaseRow:
    """One case in a list."""

    id: uuid.UUID
    reference: str
    procedure: str
    area_name: str
    stage: str
    stage_title: str
    started_at: datetime
    raised_at: datetime | None
    stage_started_at: datetime
    participants: tuple[Participant, ...]
    is_danger_open: bool
    is_overdue: bool
    """Whether a time limit of an open step has passed; danger is told apart."""
    due_at: datetime | None
    """The next time limit of its open steps."""
    rounds: tuple[Round, ...]
    """How often each open step has been open."""
    ended_at: datetime | None
    outcome: str | None
    """The label of the end that the procedure reached, or why the case was closed without."""
    closed_as: str | None
    """Why the case was closed outside its procedure."""


@dataclass(frozen=True)
class CasePage(Page[CaseRow]):
    """A page of cases; `previous_cursor` leads to newer ones and is empty on the first page."""

    previous_cursor: str | None = None


def list_cases(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    *,
    wanted: CaseFilter = ALL_CASES,
    limit: int = 50,
    cursor: str | None = None,
) -> CasePage:
    """Return a page of the cases that have reached the actor, the newest first.

    The number of statements does not depend on how many cases there are.

    Raises:
        InputRefusedError: the limit or the cursor cannot be used.
    """
    size, is_back = checked_limit(limit), False
    query = _query(actor, wanted, engine.clock.now())
    if cursor is not None:
        is_back, at, last = _read(cursor)
        query = query.where(_follows(at, last, is_back=is_back))
    order = (Case.started_at, Case.id)
    query = query.order_by(*(order if is_back else (key.desc() for key in order)))
    found = [(row.id, row.started_at) for row in work.session.execute(query.limit(size + 1))]
    has_more, shown = len(found) > size, found[:size]
    if is_back:
        shown.reverse()
    comes_before = bool(shown) and (has_more if is_back else cursor is not None)
    comes_after = bool(shown) and (is_back or has_more)
    return CasePage(
        _rows(engine, work, [case_id for case_id, _ in shown]),
        _cursor(*shown[-1]) if comes_after else None,
        _cursor(*shown[0], mark=BACK) if comes_before else None,
    )


def count_cases(
    engine: Engine, work: UnitOfWork, actor: Actor, wanted: CaseFilter, *, most: int
) -> int:
    """Return how many such cases there are; nobody counts beyond `most` and one more."""
    few = _query(actor, wanted, engine.clock.now()).limit(most + 1).subquery()
    return work.session.scalars(select(func.count()).select_from(few)).one()


def _query(actor: Actor, wanted: CaseFilter, now: datetime) -> Select[uuid.UUID, datetime]:
    return select(Case.id, Case.started_at).where(
        Case.id.in_(open_case_ids(actor)), *wanted.conditions(actor, now)
    )


def _cursor(case_id: uuid.UUID, started_at: datetime, *, mark: str = "") -> str:
    return make_cursor(f"{mark}{started_at.isoformat()}", str(case_id))


def _read(cursor: str) -> tuple[bool, datetime, uuid.UUID]:
    time, row_id = read_cursor(cursor, 2)
    try:
        at, last = datetime.fromisoformat(time.removeprefix(BACK)), uuid.UUID(row_id)
    except ValueError:
        raise InputRefusedError(UNKNOWN_CURSOR) from None
    # Ours are in UTC; another zone could lead beyond the years that there are.
    if at.tzinfo != UTC:
        raise InputRefusedError(UNKNOWN_CURSOR)
    return time.startswith(BACK), at, last


def _follows(at: datetime, last: uuid.UUID, *, is_back: bool) -> ColumnElement[bool]:
    if is_back:
        return or_(Case.started_at > at, and_(Case.started_at == at, Case.id > last))
    return or_(Case.started_at < at, and_(Case.started_at == at, Case.id < last))


def _rows(engine: Engine, work: UnitOfWork, case_ids: Sequence[uuid.UUID]) -> tuple[CaseRow, ...]:
    if not case_ids:
        return ()
    agencies = participants(work, case_ids)
    rounds = list_open_rounds(work, case_ids)
    due, danger = _open_tasks(work, case_ids)
    now = engine.clock.now()
    rows = {}
    query = (
        select(Case, Area.name).join(Area, Area.key == Case.area_key).where(Case.id.in_(case_ids))
    )
    for case, area_name in work.session.execute(query):
        compiled = engine.definitions.compiled(work, case.process_definition_id)
        due_at = due.get(case.id)
        rows[case.id] = CaseRow(
            id=case.id,
            reference=case.reference,
            procedure=compiled.procedure.title,
            area_name=area_name,
            stage=case.stage,
            stage_title=stage_title(compiled, case.stage),
            started_at=case.started_at,
            raised_at=case.raised_at,
            stage_started_at=case.stage_started_at,
            participants=agencies.get(case.id, ()),
            is_danger_open=case.id in danger,
            is_overdue=due_at is not None and due_at <= now,
            due_at=due_at,
            rounds=rounds.get(case.id, ()),
            ended_at=case.ended_at,
            outcome=outcome_in_words(compiled, case),
            closed_as=case.closed_as,
        )
    return tuple(rows[case_id] for case_id in case_ids)


def _open_tasks(
    work: UnitOfWork, case_ids: Sequence[uuid.UUID]
) -> tuple[dict[uuid.UUID, datetime], set[uuid.UUID]]:
    """Return the next time limit of each case that has one, and the cases with open danger."""
    query = select(UserTask.case_id, UserTask.is_danger, UserTask.due_at).where(
        UserTask.case_id.in_(case_ids), UserTask.state == TaskState.OPEN
    )
    due: dict[uuid.UUID, datetime] = {}
    danger: set[uuid.UUID] = set()
    for case_id, is_danger, due_at in work.session.execute(query):
        if is_danger:
            danger.add(case_id)
        elif due_at is not None:
            due[case_id] = min(due_at, due.get(case_id, due_at))
    return due, danger
