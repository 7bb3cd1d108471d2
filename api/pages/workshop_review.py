"""Review of a draft: submit it, decide about it, and comment on its elements."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from api.access import EDITORS, keeps_text, open_to
from api.auth import required_actor
from api.errors import STATUS
from api.extensions import current_engine
from api.pages.kept import KEPT_ID, forget_kept_form, is_written_by, kept_forms
from api.pages.scenario_view import run_in_words
from api.pages.workshop_changed import changed_files
from api.pages.workshop_view import element_names, elements_to_comment, place_of
from api.pages.workshop_words import (
    APPROVED,
    COMMENTED,
    DECISIONS,
    RESOLVED,
    RETURNED,
    SUBMITTED,
    WITHDRAWN,
)
from api.reading import reading
from engine.errors import (
    DeploymentRefusedError,
    DraftMovedOnError,
    EngineError,
    InputRefusedError,
    NotAllowedError,
)
from engine.queries.definitions import load_sources
from engine.queries.draft_history import list_comments, list_reviews
from engine.queries.draft_problems import draft_problems
from engine.queries.procedure_drafts import DraftDetails, draft_files, load_draft
from engine.queries.scenario_runs import newest_run
from engine.vocabulary import ProcedureDraftState
from engine.workshop.comments import comment_on_draft, resolve_comment
from engine.workshop.reviews import approve_draft, return_draft, submit_draft, withdraw_draft

blueprint = Blueprint("pages_workshop_review", __name__)

NOTHING_SENT = "You had been logged out. Here is what you typed; nothing has been sent yet."
NOT_RUN = "The scenarios have not been run on this revision."
OTHER_WRITER = "Somebody else typed this on the same computer. It has not been sent."
TEXTS = ("note", "words", "comment")
FIELDS = {"submit": "note", "approve": "words", "return": "words", "comment": "comment"}
"""The field that an act's refusal is about."""


@dataclass(frozen=True)
class TypedReview:
    """What somebody typed into one of the forms of the page."""

    fields: Mapping[str, str]
    kept_id: str = ""

    def text(self, name: str) -> str:
        """Return what stands in a field; empty when the form had none of that name."""
        return self.fields.get(name, "")


@blueprint.get("/workshop/drafts/<uuid:draft_id>/review")
@open_to(EDITORS)
def show_review(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show what would be decided about, the words so far, and what the person can do."""
    waiting = [form for form in kept_forms(required_actor()) if form.path == request.path]
    if not waiting:
        return _page(draft_id)
    return _page(draft_id, _read(waiting[0].fields, waiting[0].id), notice=NOTHING_SENT)


@blueprint.post("/workshop/drafts/<uuid:draft_id>/review")
@open_to(EDITORS)
@keeps_text
def act(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Submit, approve, return or comment, as the button says; refused words come back."""
    typed, wanted = _read(request.form), request.form.get("act", "")
    if not is_written_by(required_actor(), request.form):
        return _page(draft_id, typed, notice=OTHER_WRITER), HTTPStatus.CONFLICT
    if wanted not in ACTS:
        return _page(draft_id, typed), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        done = ACTS[wanted](draft_id, typed)
    except (InputRefusedError, NotAllowedError, DraftMovedOnError, DeploymentRefusedError) as error:
        return _page(draft_id, typed, refusal=error, refused=wanted), STATUS[error.code]
    forget_kept_form()
    flash(done, "success")
    return redirect(url_for(".show_review", draft_id=draft_id))


@blueprint.post("/workshop/drafts/<uuid:draft_id>/withdraw")
@open_to(EDITORS)
def withdraw(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Take a draft back from review."""
    withdraw_draft(current_engine(), required_actor(), draft_id)
    flash(WITHDRAWN, "success")
    return redirect(url_for("pages_workshop.show_draft", draft_id=draft_id))


@blueprint.post("/workshop/drafts/<uuid:draft_id>/comments/<int:comment_id>/resolve")
@open_to(EDITORS)
def resolve(draft_id: uuid.UUID, comment_id: int) -> ResponseReturnValue:
    """Mark a comment as dealt with."""
    resolve_comment(current_engine(), required_actor(), draft_id, comment_id)
    flash(RESOLVED, "success")
    return redirect(url_for(".show_review", draft_id=draft_id, _anchor="comments"))


def _submit(draft_id: uuid.UUID, typed: TypedReview) -> str:
    submit_draft(
        current_engine(), required_actor(), draft_id, typed.text("note"), base_revision=_seen(typed)
    )
    return SUBMITTED


def _approve(draft_id: uuid.UUID, typed: TypedReview) -> str:
    approve_draft(
        current_engine(),
        required_actor(),
        draft_id,
        typed.text("words"),
        base_revision=_seen(typed),
    )
    return APPROVED


def _return(draft_id: uuid.UUID, typed: TypedReview) -> str:
    return_draft(
        current_engine(),
        required_actor(),
        draft_id,
        typed.text("words"),
        base_revision=_seen(typed),
    )
    return RETURNED


def _comment(draft_id: uuid.UUID, typed: TypedReview) -> str:
    path, _, element_id = typed.text("place").partition("#")
    comment_on_draft(
        current_engine(),
        required_actor(),
        draft_id,
        path,
        element_id or None,
        typed.text("comment"),
    )
    return COMMENTED


ACTS: Mapping[str, Callable[[uuid.UUID, TypedReview], str]] = {
    "submit": _submit,
    "approve": _approve,
    "return": _return,
    "comment": _comment,
}


def _seen(typed: TypedReview) -> int:
    """Return the revision that the person decided about; a page always says it."""
    given = typed.text("base_revision")
    return int(given) if given.isdecimal() and len(given) < len(str(2**31)) else 0


def _read(posted: MultiDict[str, str], kept_id: str = "") -> TypedReview:
    return TypedReview(dict(posted), kept_id or posted.get(KEPT_ID, ""))


def _shown_fields(draft: DraftDetails, *, is_decider: bool) -> frozenset[str]:
    """Return the fields that the page has for this person, as the draft stands now."""
    fields = {
        "note": draft.state == ProcedureDraftState.EDITING,
        "words": draft.state == ProcedureDraftState.SUBMITTED and is_decider,
        "comment": draft.is_under_way,
    }
    return frozenset(name for name, is_shown in fields.items() if is_shown)


def _page(
    draft_id: uuid.UUID,
    typed: TypedReview | None = None,
    *,
    notice: str = "",
    refusal: EngineError | None = None,
    refused: str = "",
) -> str:
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
    typed = typed or TypedReview({})
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
        homeless=[typed.text(name) for name in TEXTS if name not in shown and typed.text(name)],
        notice=notice,
        found={FIELDS[refused]: str(refusal)} if refused else {},
        writer=actor.person_id,
    )
