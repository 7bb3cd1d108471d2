"""Review of a draft: submit it, decide about it, take it back, and comment on its elements."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from api.access import EDITORS, keeps_text, open_to
from api.auth import required_actor
from api.errors import STATUS
from api.extensions import current_engine
from api.pages.kept import KEPT_ID, forget_kept_form, is_written_by, kept_here
from api.pages.workshop_review_view import TypedReview, review_page
from api.pages.workshop_words import (
    APPROVED,
    COMMENTED,
    RESOLVED,
    RETURNED,
    SUBMITTED,
    WITHDRAWN,
)
from engine.errors import EngineError
from engine.workshop.comments import comment_on_draft, resolve_comment
from engine.workshop.reviews import approve_draft, return_draft, submit_draft, withdraw_draft

blueprint = Blueprint("pages_workshop_review", __name__)

NOTHING_SENT = "You had been logged out. Here is what you typed; nothing has been sent yet."
OTHER_WRITER = "Somebody else typed this on the same computer. It has not been sent."
STILL_HERE = "What else you typed is still here. It has not been sent."


@dataclass(frozen=True)
class Act:
    """What a button of the page does."""

    do: Callable[[uuid.UUID, TypedReview], object]
    done: str
    """What the page says then."""
    field: str = ""
    """The field that it takes, and that a refusal is about; empty: none."""


@blueprint.get("/workshop/drafts/<uuid:draft_id>/review")
@open_to(EDITORS)
def show_review(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show what would be decided about, the words so far, and what the person can do."""
    waiting = kept_here(required_actor())
    if not waiting:
        return review_page(draft_id)
    return review_page(draft_id, _read(waiting[0].fields, waiting[0].id), notice=NOTHING_SENT)


@blueprint.post("/workshop/drafts/<uuid:draft_id>/review")
@open_to(EDITORS)
@keeps_text
def act(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Do what the button says. Refused words come back, and so does what else was typed."""
    typed = _read(request.form)
    if not is_written_by(required_actor(), request.form):
        return review_page(draft_id, typed, notice=OTHER_WRITER), HTTPStatus.CONFLICT
    wanted = ACTS.get(typed.text("act").partition(" ")[0])
    if wanted is None:
        return review_page(draft_id, typed), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        wanted.do(draft_id, typed)
    except EngineError as error:
        # Of a draft that is not there for this person, there is no page either.
        page = review_page(draft_id, typed, found={wanted.field: str(error)})
        return page, STATUS[error.code]
    forget_kept_form()
    flash(wanted.done, "success")
    left = typed.without(wanted.field)
    if left.texts:
        return review_page(draft_id, left, notice=STILL_HERE)
    return redirect(url_for(".show_review", draft_id=draft_id))


def _submit(draft_id: uuid.UUID, typed: TypedReview) -> None:
    engine, actor, seen = current_engine(), required_actor(), _seen(typed)
    submit_draft(engine, actor, draft_id, typed.text("note"), base_revision=seen)


def _approve(draft_id: uuid.UUID, typed: TypedReview) -> None:
    engine, actor, seen = current_engine(), required_actor(), _seen(typed)
    approve_draft(engine, actor, draft_id, typed.text("words"), base_revision=seen)


def _return(draft_id: uuid.UUID, typed: TypedReview) -> None:
    engine, actor, seen = current_engine(), required_actor(), _seen(typed)
    return_draft(engine, actor, draft_id, typed.text("words"), base_revision=seen)


def _withdraw(draft_id: uuid.UUID, _typed: TypedReview) -> None:
    withdraw_draft(current_engine(), required_actor(), draft_id)


def _comment(draft_id: uuid.UUID, typed: TypedReview) -> None:
    engine, actor, words = current_engine(), required_actor(), typed.text("comment")
    path, _, element_id = typed.text("place").partition("#")
    comment_on_draft(engine, actor, draft_id, path, element_id or None, words)


def _resolve(draft_id: uuid.UUID, typed: TypedReview) -> None:
    """Mark the comment as dealt with whose number stands behind the act."""
    comment_id = _number(typed.text("act").partition(" ")[2])
    resolve_comment(current_engine(), required_actor(), draft_id, comment_id)


ACTS: Mapping[str, Act] = {
    "submit": Act(_submit, SUBMITTED, "note"),
    "approve": Act(_approve, APPROVED, "words"),
    "return": Act(_return, RETURNED, "words"),
    "withdraw": Act(_withdraw, WITHDRAWN),
    "comment": Act(_comment, COMMENTED, "comment"),
    "resolve": Act(_resolve, RESOLVED),
}


def _seen(typed: TypedReview) -> int:
    """Return the revision that the person decided about; a page always says it."""
    return _number(typed.text("base_revision"))


def _number(text: str) -> int:
    """Return a number that databases take; 0, which is of nothing, for what is none."""
    return int(text) if text.isdecimal() and len(text) < len(str(2**31)) else 0


def _read(posted: MultiDict[str, str], kept_id: str = "") -> TypedReview:
    return TypedReview(posted.to_dict(), kept_id or posted.get(KEPT_ID, ""))
