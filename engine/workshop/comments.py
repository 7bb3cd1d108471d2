"""Comments on a draft: on a file or on one element in it, open until somebody resolves them."""

import uuid

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError, NotFoundError
from engine.persistence.procedure_drafts import DraftComment
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.procedure_drafts import file_hashes
from engine.workshop.locking import lock_draft, lock_draft_under_way
from engine.workshop.words import checked_words

MOST_ELEMENT_ID = 300


def comment_on_draft(
    engine: Engine,
    actor: Actor,
    draft_id: uuid.UUID,
    path: str,
    element_id: str | None,
    words: str,
) -> int:
    """Comment on a file of a draft, or on one element of it; return the comment's id.

    The same words at the same place, sent again while they are open, are one comment.

    Raises:
        NotFoundError: there is no such draft or file, or the actor may not see it.
        NotAllowedError: the draft was published or discarded.
        InputRefusedError: no words, too many, or an id that is none.
    """
    said = checked_words(words, "your comment", needed=True)
    element = (element_id or "").strip()
    if len(element) > MOST_ELEMENT_ID or not element.isprintable():
        raise InputRefusedError("This is not the id of an element.")
    with engine.open_unit_of_work() as work:
        draft = lock_draft_under_way(work, actor, draft_id)
        if path not in file_hashes(work, draft.id, draft.revision):
            raise NotFoundError("file", path[:100])
        comment = DraftComment(
            draft_id=draft_id,
            path=path,
            element_id=element or None,
            words=said,
            person_id=actor.person_id,
            at=engine.clock.now(),
        )
        known = _same_open(work, comment)
        if known is not None:
            return known
        work.session.add(comment)
        work.session.flush()
        work.commit()
        return comment.id


def resolve_comment(engine: Engine, actor: Actor, draft_id: uuid.UUID, comment_id: int) -> None:
    """Mark a comment as dealt with. Doing so twice is once: the first time stands.

    Raises:
        NotFoundError: there is no such draft or comment, or the actor may not see it.
    """
    with engine.open_unit_of_work() as work:
        lock_draft(work, actor, draft_id)
        comment = work.session.get(DraftComment, comment_id)
        if comment is None or comment.draft_id != draft_id:
            raise NotFoundError("comment", comment_id)
        if comment.resolved_at is None:
            comment.resolved_by, comment.resolved_at = actor.person_id, engine.clock.now()
            work.commit()


def _same_open(work: UnitOfWork, comment: DraftComment) -> int | None:
    query = select(DraftComment.id).where(
        DraftComment.draft_id == comment.draft_id,
        DraftComment.path == comment.path,
        DraftComment.element_id.is_not_distinct_from(comment.element_id),
        DraftComment.words == comment.words,
        DraftComment.person_id == comment.person_id,
        DraftComment.resolved_at.is_(None),
    )
    return work.session.scalars(query).first()
