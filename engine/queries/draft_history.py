"""What people said about a procedure draft: reviews and comments; and who is in it now."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from engine.access import Actor
from engine.persistence.directory import Person
from engine.persistence.procedure_drafts import DraftComment, DraftPresence, DraftReview
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.names import person_names
from engine.queries.procedure_drafts import load_draft
from engine.vocabulary import ReviewDecision

SEEN_FOR = timedelta(seconds=60)
"""How long somebody counts as being in a draft after their page last said so."""


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


def list_reviews(work: UnitOfWork, actor: Actor, draft_id: uuid.UUID) -> tuple[ReviewRow, ...]:
    """Return the reviews of a draft, the newest first.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
    """
    load_draft(work, actor, draft_id)
    query = select(DraftReview).where(DraftReview.draft_id == draft_id)
    reviews = work.session.scalars(query.order_by(DraftReview.id.desc())).all()
    people = ((row.submitted_by, row.decided_by, row.withdrawn_by) for row in reviews)
    names = person_names(work, [one for three in people for one in three])
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
