"""The versions of procedures as their editors see them: which one cases follow, who approved it."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from engine.access import Actor
from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Partnership, Person
from engine.persistence.procedure_drafts import DraftReview, ProcedureDraft
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_counts import CaseCount, count_for, counted_exactly
from engine.queries.definitions import DefinitionRow, edited_partnerships, list_definitions
from engine.vocabulary import ReviewDecision

_Submitter = aliased(Person)
_Approver = aliased(Person)


@dataclass(frozen=True)
class Approval:
    """By which draft a version came, and whose second pair of eyes saw it."""

    draft_id: uuid.UUID
    submitted_by_name: str
    approved_by_name: str


@dataclass(frozen=True)
class Version:
    """One version with everything that its history tells."""

    row: DefinitionRow
    is_followed: bool
    """New cases of its edition follow it now."""
    is_coming: bool
    """New cases are to follow it from a time that lies ahead."""
    approval: Approval | None
    """Empty: it came from outside the workshop."""
    running_cases: CaseCount
    """Cases that follow it and have not ended, as far as the reader may know."""


def list_edited_versions(engine: Engine, work: UnitOfWork, actor: Actor) -> tuple[Version, ...]:
    """Return every version of the partnerships for which the actor edits: by key, newest first."""
    own = edited_partnership_names(work, actor)
    rows = [row for row in list_definitions(engine, work, actor) if row.partnership_key in own]
    approvals = _approvals(work, [row.id for row in rows])
    running = running_by_version(work, [row.id for row in rows])
    exactly = counted_exactly(work, actor)
    followed = _followed(rows, engine.clock.now())
    return tuple(
        Version(
            row=row,
            is_followed=row.id in followed,
            is_coming=is_coming(row, engine.clock.now()),
            approval=approvals.get(row.id),
            running_cases=count_for(
                running.get(row.id, 0), is_exact=row.partnership_key in exactly
            ),
        )
        for row in rows
    )


def edited_partnership_names(work: UnitOfWork, actor: Actor) -> dict[str, str]:
    """Return the names of the partnerships for which the actor edits, by key."""
    query = select(Partnership.key, Partnership.name).where(
        Partnership.key.in_(edited_partnerships(actor))
    )
    return dict(work.session.execute(query.order_by(Partnership.name)).all())


def is_coming(row: DefinitionRow, now: datetime) -> bool:
    """Tell whether a version is published for a time that lies ahead."""
    return row.published_at is not None and row.published_at > now


def running_by_version(work: UnitOfWork, definition_ids: Iterable[int]) -> Mapping[int, int]:
    """Return how many cases that have not ended follow each of these versions; 0 is left out."""
    query = (
        select(Case.process_definition_id, func.count())
        .where(
            Case.process_definition_id.in_(tuple(definition_ids)),
            Case.ended_at.is_(None),
        )
        .group_by(Case.process_definition_id)
    )
    return dict(work.session.execute(query).all())


def running_by_number(
    work: UnitOfWork, actor: Actor, key: str, edition: str
) -> dict[int, CaseCount]:
    """Return how many cases that have not ended follow each version of an edition, by its number.

    As far as the actor may know. Versions that nobody follows are left out.
    """
    exactly = counted_exactly(work, actor)
    query = (
        select(ProcessDefinition.version, ProcessDefinition.partnership_key, func.count())
        .join(Case, Case.process_definition_id == ProcessDefinition.id)
        .where(
            ProcessDefinition.key == key,
            ProcessDefinition.edition == edition,
            Case.ended_at.is_(None),
        )
        .group_by(ProcessDefinition.version, ProcessDefinition.partnership_key)
        .order_by(ProcessDefinition.version)
    )
    return {
        version: count_for(number, is_exact=partnership in exactly)
        for version, partnership, number in work.session.execute(query)
    }


def _followed(rows: Iterable[DefinitionRow], now: datetime) -> set[int]:
    """Return the newest published version of each edition; `rows` has the newest first."""
    newest: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.published_at is not None and row.published_at <= now:
            newest.setdefault((row.key, row.edition), row.id)
    return set(newest.values())


def _approvals(work: UnitOfWork, definition_ids: list[int]) -> dict[int, Approval]:
    query = (
        select(ProcedureDraft.published_as, ProcedureDraft.id, _Submitter.name, _Approver.name)
        .join(DraftReview, DraftReview.draft_id == ProcedureDraft.id)
        .join(_Submitter, _Submitter.id == DraftReview.submitted_by)
        .join(_Approver, _Approver.id == DraftReview.decided_by)
        .where(
            ProcedureDraft.published_as.in_(definition_ids),
            DraftReview.decision == ReviewDecision.APPROVED,
            DraftReview.withdrawn_at.is_(None),
        )
    )
    return {
        definition_id: Approval(draft_id, submitter, approver)
        for definition_id, draft_id, submitter, approver in work.session.execute(query)
        if definition_id is not None
    }
