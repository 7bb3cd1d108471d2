"""What one does with a draft as a whole: its title, undo and redo, discarding, its files as zip."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from api.access import EDITORS, keeps_text, open_to
from api.auth import required_actor
from api.errors import STATUS
from api.extensions import current_engine
from api.pages.kept import KEPT_ID, forget_kept_form, is_written_by, kept_here
from api.pages.workshop_words import (
    BROUGHT_BACK,
    DISCARDED,
    RENAMED,
    REVIEW_WITHDRAWN,
    WENT_BACK,
    moved_on_in_words,
)
from api.reading import reading
from api.security import LARGEST_ID
from engine.definitions.bundle import Bundle
from engine.errors import DraftMovedOnError, InputRefusedError, NotAllowedError, NotFoundError
from engine.queries.definitions import load_definition, load_sources
from engine.queries.draft_history import list_present
from engine.queries.procedure_drafts import DraftDetails, draft_files, load_draft
from engine.vocabulary import ProcedureDraftState
from engine.workshop.drafts import bring_draft_back, discard_draft, rename_draft
from engine.workshop.revisions import go_back

blueprint = Blueprint("pages_workshop_changes", __name__)

NOTHING_SAVED = "You had been logged out. Here is what you typed; nothing has been saved yet."
OTHER_WRITER = "Somebody else typed this on the same computer. It has not been saved."
REVIEWED = (ProcedureDraftState.SUBMITTED, ProcedureDraftState.APPROVED)


@blueprint.get("/workshop/drafts/<uuid:draft_id>/title")
@open_to(EDITORS)
def show_title(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Offer to give a draft another title."""
    waiting = kept_here(required_actor())
    if not waiting:
        return _title_page(draft_id)
    title, kept_id = waiting[0].fields.get("title", ""), waiting[0].id
    return _title_page(draft_id, title, notice=NOTHING_SAVED, kept_id=kept_id)


@blueprint.post("/workshop/drafts/<uuid:draft_id>/title")
@open_to(EDITORS)
@keeps_text
def rename(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Give a draft another title."""
    title = request.form.get("title", "")
    if not is_written_by(required_actor(), request.form):
        return _title_page(draft_id, title, notice=OTHER_WRITER), HTTPStatus.CONFLICT
    try:
        rename_draft(current_engine(), required_actor(), draft_id, title)
    except (InputRefusedError, NotAllowedError) as error:
        return _title_page(draft_id, title, str(error)), STATUS[error.code]
    forget_kept_form()
    flash(RENAMED, "success")
    return _to_draft(draft_id)


@blueprint.post("/workshop/drafts/<uuid:draft_id>/revisions")
@open_to(EDITORS)
def go_back_to(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Undo, redo, or go back to any revision: the same act."""
    before = _loaded(draft_id)
    number, seen = _number("to_revision"), _number("base_revision")
    try:
        newest = go_back(current_engine(), required_actor(), draft_id, number, base_revision=seen)
    except DraftMovedOnError as error:
        flash(moved_on_in_words(error), "alert")
        return _to_draft(draft_id)
    flash(WENT_BACK.format(number=number), "success")
    if before.state in REVIEWED and newest != seen:
        flash(REVIEW_WITHDRAWN, "note")
    return _to_draft(draft_id)


@blueprint.get("/workshop/drafts/<uuid:draft_id>/discard")
@open_to(EDITORS)
def show_discarding(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Ask whether a draft should be discarded."""
    actor, now = required_actor(), current_engine().clock.now()
    with reading() as work:
        draft = load_draft(work, actor, draft_id)
        present = list_present(work, actor, draft_id, now)
    return render_template("pages/workshop_discard.html", draft=draft, present=present)


@blueprint.post("/workshop/drafts/<uuid:draft_id>/discard")
@open_to(EDITORS)
def discard(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Discard a draft; its page offers to bring it back."""
    discard_draft(current_engine(), required_actor(), draft_id)
    flash(DISCARDED, "success")
    return _to_draft(draft_id)


@blueprint.post("/workshop/drafts/<uuid:draft_id>/bring-back")
@open_to(EDITORS)
def bring_back(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Go on with a draft that was discarded."""
    bring_draft_back(current_engine(), required_actor(), draft_id)
    flash(BROUGHT_BACK, "success")
    return _to_draft(draft_id)


@blueprint.get("/workshop/drafts/<uuid:draft_id>/bundle.zip")
@open_to(EDITORS)
def export(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Give all files of a draft, to be kept or opened in another modeller."""
    with reading() as work:
        draft = load_draft(work, required_actor(), draft_id)
        files = draft_files(work, required_actor(), draft_id, draft.revision)
    name = f"{draft.key}-{draft.edition}-draft-{draft.revision}.zip"
    return zip_answer(files, name)


@blueprint.get("/workshop/versions/<int:process_definition_id>/bundle.zip")
@open_to(EDITORS)
def export_version(process_definition_id: int) -> ResponseReturnValue:
    """Give all files of a version."""
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        row = load_definition(engine, work, actor, process_definition_id)
        files = load_sources(engine, work, actor, process_definition_id)
    return zip_answer(files, f"{row.key}-{row.edition}-version-{row.version}.zip")


def zip_answer(files: Mapping[str, bytes], name: str) -> Response:
    """Return files as a zip file to be saved under a name."""
    answer = Response(Bundle(files).to_bytes(), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _title_page(
    draft_id: uuid.UUID,
    typed: str | None = None,
    found: str = "",
    *,
    notice: str = "",
    kept_id: str = "",
) -> str:
    draft = _loaded(draft_id)
    return render_template(
        "pages/workshop_title.html",
        draft=draft,
        title=draft.title if typed is None else typed,
        found=found,
        notice=notice,
        kept_id=kept_id or request.form.get(KEPT_ID, ""),
        writer=required_actor().person_id,
    )


def _loaded(draft_id: uuid.UUID) -> DraftDetails:
    with reading() as work:
        return load_draft(work, required_actor(), draft_id)


def _number(name: str) -> int:
    given = request.form.get(name, type=int) or 0
    if not 0 < given <= LARGEST_ID:
        raise NotFoundError("revision", request.form.get(name, "")[:20])
    return given


def _to_draft(draft_id: uuid.UUID) -> AnyResponse:
    return redirect(url_for("pages_workshop.show_draft", draft_id=draft_id))
