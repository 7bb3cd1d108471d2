"""Drafts of Tees at every point of their way: with errors, submitted, approved, published."""

from datetime import timedelta

from engine.workshop.comments import comment_on_draft
from engine.workshop.drafts import discard_draft, rename_draft
from engine.workshop.presence import note_presence
from engine.workshop.reviews import return_draft, submit_draft
from tests.support.app import ConcordApp
from tests.support.workshop import Workshop, begin

OFFICE, KEY, DIAGRAM = "tees-partnership", "tees_escalation", "tees.bpmn"


def prepare_workshop(concord: ConcordApp) -> dict[str, str]:
    """Begin drafts and take each some way; return their ids, and that of a coming version."""
    wrong = _begun(concord, "With an error")
    _make_wrong(wrong)
    published = _begun(concord, "To be followed soon")
    coming = published.publish(concord.engine.clock.now() + timedelta(days=20))
    approved = _begun(concord, "Approved")
    approved.approve()
    submitted = _begun(concord, "Submitted")
    submit_draft(concord.engine, submitted.editor, submitted.draft_id, "Other words")
    discarded = _begun(concord, "Discarded")
    discard_draft(concord.engine, discarded.editor, discarded.draft_id)
    drafts = {
        "wrong": wrong,
        "open": _begun(concord, "Open"),
        "published": published,
        "approved": approved,
        "submitted": submitted,
        "discarded": discarded,
    }
    places = {f"draft_{name}": str(draft.draft_id) for name, draft in drafts.items()}
    return {**places, "coming_version": str(coming)}


def _begun(concord: ConcordApp, title: str) -> Workshop:
    draft = begin(concord.engine, OFFICE, KEY)
    rename_draft(concord.engine, draft.editor, draft.draft_id, title)
    draft.save(f"# {title}")
    return draft


def _make_wrong(draft: Workshop) -> None:
    """Return it once, comment on it, break its diagram, and let the colleague be in it."""
    engine, draft_id = draft.engine, draft.draft_id
    submit_draft(engine, draft.editor, draft_id, "Other words")
    return_draft(engine, draft.colleague, draft_id, "Say it shorter.")
    comment_on_draft(engine, draft.colleague, draft_id, DIAGRAM, None, "Who does this at night?")
    draft.save("<nonsense", path=DIAGRAM)
    note_presence(engine, draft.colleague, draft_id, DIAGRAM)
