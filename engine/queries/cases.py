"""Cases: the list, and finding one."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select

from engine.access import Actor
from engine.context import Engine
from engine.definitions.compiled import CompiledBundle
from engine.errors import NotFoundError
from engine.persistence.cases import Case, CaseAgency
from engine.persistence.directory import Agency
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.names import element_name, stage_title
from engine.queries.paging import Page, checked_limit, comes_after, newest_first_cursor
from engine.queries.visibility import case_is_open_to, open_case_ids
from engine.vocabulary import CLOSINGS, ParticipantSide, TaskState

_SIDES = list(ParticipantSide)


@dataclass(frozen=True)
class Participant:
    """An agency that takes part in a case."""

    agency_key: str
    agency_name: str
    side: str


@dataclass(frozen=True)
class CaseRow:
    """One case in a list."""

    id: uuid.UUID
    reference: str
    procedure: str
    stage: str
    stage_title: str
    started_at: datetime
    stage_started_at: datetime
    participants: tuple[Participant, ...]
    is_danger_open: bool
    ended_at: datetime | None
    outcome: str | None
    """The label of the end that the procedure reached, or why the case was closed without."""
    closed_as: str | None
    """Why the case was closed outside its procedure."""


@dataclass(frozen=True)
class CaseFilter:
    """Which cases of those that have reached the actor."""

    ended: bool | None = None
    """Only those that have ended, or only those that have not."""
    closed_as: str | None = None
    """Only those that were closed outside their procedure for this reason."""

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions of the list."""
        if self.ended is not None:
            yield Case.ended_at.is_not(None) if self.ended else Case.ended_at.is_(None)
        if self.closed_as is not None:
            yield Case.closed_as == self.closed_as


ALL_CASES = CaseFilter()


def outcome_in_words(compiled: CompiledBundle, case: Case) -> str | None:
    """Return how a case ended: why it was closed, or the label of the end that was reached."""
    if case.closed_as is not None:
        words = CLOSINGS[case.closed_as]
        return f"{words[0].upper()}{words[1:]}"
    return element_name(compiled, case.outcome) or None


def find_case(work: UnitOfWork, actor: Actor, reference: str) -> Case:
    """Return a case that has reached the actor.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = work.session.scalar(
        select(Case).where(Case.reference == reference, case_is_open_to(actor))
    )
    if case is None:
        raise NotFoundError("case", reference)
    return case


def list_cases(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    *,
    wanted: CaseFilter = ALL_CASES,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[CaseRow]:
    """Return a page of the cases that have reached the actor, the newest first.

    Raises:
        InputRefusedError: the limit or the cursor cannot be used.
    """
    size = checked_limit(limit)
    danger = _is_danger_open().label("danger")
    query = select(Case, danger).where(Case.id.in_(open_case_ids(actor)))
    query = query.where(*wanted.conditions())
    if cursor is not None:
        query = query.where(comes_after(cursor, Case.started_at, Case.id))
    query = query.order_by(Case.started_at.desc(), Case.id.desc()).limit(size + 1)
    found = [(case, is_danger) for case, is_danger in work.session.execute(query)]
    agencies = participants(work, [case.id for case, _ in found[:size]])
    rows = tuple(
        _row(engine, work, case, agencies.get(case.id, ()), is_danger_open=is_danger)
        for case, is_danger in found[:size]
    )
    last = found[size - 1][0] if len(found) > size else None
    return Page(rows, newest_first_cursor(last.started_at, last.id) if last else None)


def participants(
    work: UnitOfWork, case_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, tuple[Participant, ...]]:
    """Return the agencies of these cases: raising, receiving, others by name."""
    query = (
        select(CaseAgency.case_id, CaseAgency.agency_key, Agency.name, CaseAgency.side)
        .join(Agency, Agency.key == CaseAgency.agency_key)
        .where(CaseAgency.case_id.in_(case_ids))
        .order_by(Agency.name)
    )
    agencies: defaultdict[uuid.UUID, list[Participant]] = defaultdict(list)
    for case_id, key, name, side in work.session.execute(query):
        agencies[case_id].append(Participant(key, name, side))
    return {
        case_id: tuple(sorted(found, key=lambda p: _SIDES.index(ParticipantSide(p.side))))
        for case_id, found in agencies.items()
    }


def _is_danger_open() -> ColumnElement[bool]:
    return exists().where(
        UserTask.case_id == Case.id, UserTask.state == TaskState.OPEN, UserTask.is_danger
    )


def _row(
    engine: Engine,
    work: UnitOfWork,
    case: Case,
    agencies: tuple[Participant, ...],
    *,
    is_danger_open: bool,
) -> CaseRow:
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    return CaseRow(
        id=case.id,
        reference=case.reference,
        procedure=compiled.procedure.title,
        stage=case.stage,
        stage_title=stage_title(compiled, case.stage),
        started_at=case.started_at,
        stage_started_at=case.stage_started_at,
        participants=agencies,
        is_danger_open=is_danger_open,
        ended_at=case.ended_at,
        outcome=outcome_in_words(compiled, case),
        closed_as=case.closed_as,
    )
