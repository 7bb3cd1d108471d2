"""What has happened to a procedure draft: revisions, reviews, comments, who is in it now."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from engine.access import Actor
from engine.persistence.directory import Person
from engine.persistence.procedure_drafts import (
    DraftComment,
    DraftPresence,
    DraftReview,
    DraftRevision,
)
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.names import person_names
from engine.queries.procedure_drafts import load_draft
from engine.vocabulary import ReviewDecision

SEEN_FOR = timedelta(seconds=60)
"""How long somebody counts as being in a draft after their page last said so."""


@dataclass(frozen=True)
class RevisionRow:
    """One saved state of a draft."""

    number: int
    saved_by: int
    saved_by_name: str
    saved_at: datetime
    summary: str
    goes_back_to: int | None


@dataclass(frozen=True)
class ReviewRow:
    """One submission of a draft, and what became of it."""

    id: int
    revision: int
    submitted_by: int
    submitted_by_name: str
    submitted_at: datetime
    note: str
    decision: str | None
    """A `ReviewDecision`; empty: it waits."""
    decided_by_name: str | None
    decided_at: datetime | None
    words: str
    withdrawn_by_name: str | None
    withdrawn_at: datetime | None
    """Also of one that was approved, when something was saved afterwards."""


@dataclass(frozen=True)
class CommentRow:
    """What somebody said about a file of a draft, or about one element in it."""

    id: int
    path: str
    element_id: str | None
    words: str
    by_name: str
    at: datetime
    resolved_by_name: str | None
    resolved_at: datetime | None


@dataclass(frozen=True)
class Present:
    """Somebody who is in a draft now, and where."""

    person_id: int
    name: str
    path: str
    seen_at: datetime


def list_revisions(work: UnitOfWork, actor: Actor, draft_id: uuid.UUID) -> tuple[RevisionRow, ...]:
    """Return the revisions of a draft, the newest first.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
    """
    load_draft(work, actor, draft_id)
    query = (
        select(
            DraftRevision.number,
            DraftRevision.saved_by,
            Person.name,
            DraftRevision.saved_at,
            DraftRevision.summary,
            DraftRevision.goes_back_to,
        )
        .join(Person, Person.id == DraftRevision.saved_by)
        .where(DraftRevision.draft_id == draft_id)
        .order_by(DraftRevision.number.desc())
    )
    return tuple(RevisionRow(*row) for row in work.session.execute(query))


def list_reviews(work: UnitOfWork, actor: Actor, draft_id: uuid.UUID) -> tuple[ReviewRow, ...]:
    """Return the reviews of a draft, the newest first.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
    """
    load_draft(work, actor, draft_id)
    query = select(DraftReview).where(DraftReview.draft_id == draft_id)
    reviews = work.session.scalars(query.order_by(DraftReview.id.desc())).all()
    names = person_names(
        work, [one for row in reviews for one in (row.submitted_by, row.decided_by)]
    ) | person_names(work, [row.withdrawn_by for row in reviews])
    return tuple(_review(row, names) for row in reviews)


def list_comments(work: UnitOfWork, actor: Actor, draft_id: uuid.UUID) -> tuple[CommentRow, ...]:
    """Return the comments on a draft, the oldest first.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
    """
    load_draft(work, actor, draft_id)
    query = select(DraftComment).where(DraftComment.draft_id == draft_id)
    comments = work.session.scalars(query.order_by(DraftComment.id)).all()
    names = person_names(
        work, [one for row in comments for one in (row.person_id, row.resolved_by)]
    )
    return tuple(
        CommentRow(
            id=row.id,
            path=row.path,
            element_id=row.element_id,
            words=row.words,
            by_name=names[row.person_id],
            at=row.at,
            resolved_by_name=names.get(row.resolved_by or 0),
            resolved_at=row.resolved_at,
        )
        for row in comments
    )


def list_present(
    work: UnitOfWork, actor: Actor, draft_id: uuid.UUID, now: datetime
) -> tuple[Present, ...]:
    """Return who else was in a draft within the last minute, by name."""
    query = (
        select(Person.id, Person.name, DraftPresence.path, DraftPresence.seen_at)
        .join(Person, Person.id == DraftPresence.person_id)
        .where(
            DraftPresence.draft_id == draft_id,
            DraftPresence.person_id != actor.person_id,
            DraftPresence.seen_at > now - SEEN_FOR,
        )
        .order_by(Person.name)
    )
    return tuple(Present(*row) for row in work.session.execute(query))


def undo_and_redo(revisions: Iterable[RevisionRow]) -> tuple[int | None, int | None]:
    """Return the revisions to which Undo and Redo go, as in any editor; empty: there is none.

    `revisions` as `list_revisions` gives them. Going back moves along what was saved; saving
    something new from there drops what lay ahead.
    """
    line: list[int] = []
    place = -1
    for revision in sorted(revisions, key=lambda row: row.number):
        if revision.goes_back_to in line:
            place = line.index(revision.goes_back_to)
        else:
            line[place + 1 :] = [revision.goes_back_to or revision.number]
            place = len(line) - 1
    undo = line[place - 1] if place > 0 else None
    redo = line[place + 1] if place + 1 < len(line) else None
    return undo, redo


def _review(row: DraftReview, names: dict[int, str]) -> ReviewRow:
    return ReviewRow(
        id=row.id,
        revision=row.revision,
        submitted_by=row.submitted_by,
        submitted_by_name=names[row.submitted_by],
        submitted_at=row.submitted_at,
        note=row.note,
        decision=ReviewDecision.WITHDRAWN if row.withdrawn_at else row.decision,
        decided_by_name=names.get(row.decided_by or 0),
        decided_at=row.decided_at,
        words=row.words,
        withdrawn_by_name=names.get(row.withdrawn_by or 0),
        withdrawn_at=row.withdrawn_at,
    )
