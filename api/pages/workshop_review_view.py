"""The page of a draft's review: what changes, who decides, what was said, what was typed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import render_template

from api.auth import required_actor
from api.extensions import current_engine
from api.pages.scenario_view import run_in_words
from api.pages.workshop_changed import changed_files
from api.pages.workshop_view import element_names, elements_to_comment, place_of
from api.pages.workshop_words import DECISIONS
from api.reading import reading
from engine.queries.definitions import load_sources
from engine.queries.draft_history import list_comments, list_reviews
from engine.queries.draft_problems import draft_problems
from engine.queries.procedure_drafts import DraftDetails, draft_files, load_draft
from engine.queries.scenario_runs import newest_run
from engine.vocabulary import ProcedureDraftState

NOT_RUN = "The scenarios have not been run on this revision."
TEXTS = ("note", "words", "comment")


@dataclass(frozen=True)
class TypedReview:
    """What somebody typed into the fields of the page."""

    fields: Mapping[str, str]
    kept_id: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The names of the fields in which something stands."""
        return tuple(name for name in TEXTS if self.text(name).strip())

    def text(self, name: str) -> str:
        """Return what stands in a field; empty when the page had none of that name."""
        return self.fields.get(name, "")

    def without(self, name: str) -> "TypedReview":
        """Return the rest once one field has been taken."""
        left = {key: text for key, text in self.fields.items() if key != name}
        return replace(self, fields=left, kept_id="")


NOTHING_TYPED = TypedReview({})


def review_page(
    draft_id: uuid.UUID,
    typed: TypedReview = NOTHING_TYPED,
    *,
    notice: str = "",
    found: Mapping[str, str] | None = None,
) -> str:
    """Return the page; `found` has what was refused, by the name of the field it is about."""
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        draft = load_draft(work, actor, draft_id)
        files = draft_files(work, actor, draft_id, draft.revision)
        base = load_sources(engine, work, actor, draft.based_on) if draft.based_on else {}
        reviews = list_reviews(work, actor, draft_id)
        comments = list_comments(work, actor, draft_id)
        problems = draft_problems(work, actor, draft_id, draft.revision)
        run = newest_run(work, actor, draft_id, draft.revision)
    choices = elements_to_comment(files)
    named = element_names(choices)
    review = reviews[0] if reviews and not reviews[0].decision else None
    is_own = review is not None and review.submitted_by == actor.person_id
    shown = _shown_fields(draft, is_decider=review is not None and not is_own)
    return render_template(
        "pages/workshop_review.html",
        draft=draft,
        changed=changed_files(base, files),
        review=review,
        reviews=[review for review in reviews if review.decision],
        decisions=DECISIONS,
        is_own=is_own,
        comments=[(one, place_of(draft, one.path, one.element_id, named)) for one in comments],
        choices=choices,
        errors=sum(problem.is_error for problem in problems),
        scenarios=run_in_words(run) if run else NOT_RUN,
        typed=typed,
        shown_fields=shown,
        homeless=[typed.text(name) for name in typed.texts if name not in shown],
        notice=notice,
        found=found or {},
        writer=actor.person_id,
    )


def _shown_fields(draft: DraftDetails, *, is_decider: bool) -> frozenset[str]:
    """Return the fields that the page has for this person, as the draft stands now."""
    fields = {
        "note": draft.state == ProcedureDraftState.EDITING,
        "words": draft.state == ProcedureDraftState.SUBMITTED and is_decider,
        "comment": draft.is_under_way,
    }
    return frozenset(name for name, is_shown in fields.items() if is_shown)
