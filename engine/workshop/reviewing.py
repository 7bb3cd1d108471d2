"""The review that a draft is in: found, and withdrawn when the draft goes on."""

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.persistence.procedure_drafts import DraftReview, ProcedureDraft
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import ProcedureDraftState, ReviewDecision

REVIEWED = (ProcedureDraftState.SUBMITTED, ProcedureDraftState.APPROVED)


def current_review(work: UnitOfWork, draft: ProcedureDraft) -> DraftReview | None:
    """Return the review that waits, or by which a locked draft is approved."""
    if draft.state not in REVIEWED:
        return None
    query = (
        select(DraftReview)
        .where(DraftReview.draft_id == draft.id, DraftReview.withdrawn_at.is_(None))
        .order_by(DraftReview.id.desc())
        .limit(1)
    )
    review = work.session.scalar(query)
    is_over = review is None or review.decision == ReviewDecision.RETURNED
    return None if is_over else review


def withdraw_open_review(
    engine: Engine, work: UnitOfWork, actor: Actor, draft: ProcedureDraft
) -> None:
    """Withdraw the review that a locked draft is in, if any; who approved it stays known."""
    review = current_review(work, draft)
    if review is not None:
        review.withdrawn_by, review.withdrawn_at = actor.person_id, engine.clock.now()


def back_to_editing(engine: Engine, work: UnitOfWork, actor: Actor, draft: ProcedureDraft) -> None:
    """Make a locked draft one that is edited; what was submitted before counts no longer."""
    withdraw_open_review(engine, work, actor, draft)
    draft.state = ProcedureDraftState.EDITING
