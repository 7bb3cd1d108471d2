"""Submit a draft for review, and decide about it: nobody approves what they submitted."""

import uuid

from engine.access import Actor
from engine.context import Engine
from engine.definitions.bundle import Bundle
from engine.errors import (
    DeploymentRefusedError,
    DraftMovedOnError,
    InputRefusedError,
    NotAllowedError,
)
from engine.persistence.procedure_drafts import DraftReview, ProcedureDraft
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.definitions import newest_version
from engine.queries.draft_problems import draft_problems
from engine.queries.procedure_drafts import draft_files, load_draft
from engine.vocabulary import ProcedureDraftState, ReviewDecision
from engine.workshop.locking import lock_draft_under_way
from engine.workshop.review_letters import tell_deciders
from engine.workshop.reviewing import back_to_editing, current_review
from engine.workshop.words import checked_words


def submit_draft(
    engine: Engine,
    actor: Actor,
    draft_id: uuid.UUID,
    note: str,
    *,
    base_revision: int | None = None,
) -> None:
    """Submit the newest revision, or `base_revision`, with a note that says what changes and why.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
        NotAllowedError: it is submitted or approved already, or published, or discarded.
        InputRefusedError: no note, or nothing differs from the newest published version.
        DeploymentRefusedError: the checks found errors.
        DraftMovedOnError: somebody has saved since.
    """
    words = checked_words(note, "a note that says what changes and why", needed=True)
    revision = _refuse_errors(engine, actor, draft_id, base_revision)
    with engine.open_unit_of_work() as work:
        draft = lock_draft_under_way(work, actor, draft_id, base_revision=revision)
        if draft.state != ProcedureDraftState.EDITING:
            raise NotAllowedError(f"This draft is {draft.state} already.")
        draft.state = ProcedureDraftState.SUBMITTED
        review = DraftReview(
            draft_id=draft_id,
            revision=draft.revision,
            submitted_by=actor.person_id,
            submitted_at=engine.clock.now(),
            note=words,
            words="",
        )
        work.session.add(review)
        tell_deciders(engine, work, actor, draft)
        work.commit()


def withdraw_draft(engine: Engine, actor: Actor, draft_id: uuid.UUID) -> None:
    """Take a draft back from review, also after it was approved. Withdrawing twice is once.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
        NotAllowedError: it was published or discarded.
    """
    with engine.open_unit_of_work() as work:
        draft = lock_draft_under_way(work, actor, draft_id)
        back_to_editing(engine, work, actor, draft)
        work.commit()


def approve_draft(
    engine: Engine,
    actor: Actor,
    draft_id: uuid.UUID,
    words: str = "",
    *,
    base_revision: int | None = None,
) -> None:
    """Approve the submitted revision, so that it can be published.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
        NotAllowedError: the actor submitted it, or nothing waits for a decision.
        InputRefusedError: too many words.
        DraftMovedOnError: somebody has saved since `base_revision`.
    """
    said = checked_words(words, "your words")
    with engine.open_unit_of_work() as work:
        draft = lock_draft_under_way(work, actor, draft_id, base_revision=base_revision)
        review = _waiting(work, draft)
        if review.submitted_by == actor.person_id:
            raise NotAllowedError(
                "You submitted this draft yourself. Another editor of your partnership approves it."
            )
        _decide(engine, actor, review, ReviewDecision.APPROVED, said)
        draft.state = ProcedureDraftState.APPROVED
        work.commit()


def return_draft(
    engine: Engine,
    actor: Actor,
    draft_id: uuid.UUID,
    words: str,
    *,
    base_revision: int | None = None,
) -> None:
    """Give a submitted draft back for more work, with words that say which.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
        NotAllowedError: nothing waits for a decision.
        InputRefusedError: no words, or too many.
        DraftMovedOnError: somebody has saved since `base_revision`.
    """
    said = checked_words(words, "what should change", needed=True)
    with engine.open_unit_of_work() as work:
        draft = lock_draft_under_way(work, actor, draft_id, base_revision=base_revision)
        _decide(engine, actor, _waiting(work, draft), ReviewDecision.RETURNED, said)
        draft.state = ProcedureDraftState.EDITING
        work.commit()


def _refuse_errors(
    engine: Engine, actor: Actor, draft_id: uuid.UUID, base_revision: int | None
) -> int:
    """Return the revision that was found to be free of errors; no lock is held meanwhile."""
    with engine.open_reading() as work:
        draft = load_draft(work, actor, draft_id)
        revision = draft.revision
        if base_revision not in {None, revision}:
            raise DraftMovedOnError(
                by=draft.changed_by_name, at=draft.changed_at, revision=revision
            )
        problems = draft_problems(work, actor, draft_id, revision)
        errors = [problem for problem in problems if problem.is_error]
        if errors:
            raise DeploymentRefusedError(errors)
        bundle = Bundle(draft_files(work, actor, draft_id, revision))
        newest = newest_version(work, draft.key, draft.edition, only_published=True)
        if newest is not None and newest[1] == bundle.content_hash:
            raise InputRefusedError(
                f"Nothing differs from version {newest[0].version}, so there is nothing to review."
            )
    return revision


def _waiting(work: UnitOfWork, draft: ProcedureDraft) -> DraftReview:
    review = current_review(work, draft)
    if review is None or draft.state != ProcedureDraftState.SUBMITTED:
        raise NotAllowedError(
            "This draft does not wait for a decision: it was withdrawn, changed or decided about "
            "in the meantime."
        )
    return review


def _decide(
    engine: Engine, actor: Actor, review: DraftReview, decision: ReviewDecision, words: str
) -> None:
    review.decision, review.words = decision, words
    review.decided_by, review.decided_at = actor.person_id, engine.clock.now()
