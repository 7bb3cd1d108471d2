"""One file of a draft as text, and files from outside: what somebody else saved is never lost."""

import uuid
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from api.access import EDITORS, keeps_text, open_to
from api.auth import required_actor
from api.errors import STATUS
from api.extensions import current_engine
from api.pages.kept import KEPT_ID, forget_kept_form, is_written_by, kept_here
from api.pages.uploads import UploadRefusedError, read_upload
from api.pages.workshop_words import REVIEW_WITHDRAWN, SAVED, UNCHANGED
from api.reading import reading
from engine.errors import DraftMovedOnError, EngineError, InputRefusedError, NotAllowedError
from engine.queries.procedure_drafts import DraftDetails, draft_file, draft_paths, load_draft
from engine.vocabulary import ProcedureDraftState
from engine.workshop.saving import save_files

blueprint = Blueprint("pages_workshop_files", __name__)

MOST_SHOWN = 1_000_000
"""Bytes: larger files are replaced as a whole, because a field for them would hold up a browser."""
REVIEWED = (ProcedureDraftState.SUBMITTED, ProcedureDraftState.APPROVED)
NOTHING_SENT = "You had been logged out. Here is what you typed; nothing has been saved yet."
OTHER_WRITER = "Somebody else typed this on the same computer. It has not been saved."


@dataclass(frozen=True)
class TypedFile:
    """A file as somebody has typed it."""

    content: str
    base_revision: int
    summary: str = ""
    kept_id: str = ""


@blueprint.get("/workshop/drafts/<uuid:draft_id>/files/<path:path>")
@open_to(EDITORS)
def show_file(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Show a file as text to change."""
    waiting = kept_here(required_actor())
    if not waiting:
        return _page(draft_id, path)
    fields = waiting[0].fields
    typed = TypedFile(
        fields.get("content", ""),
        fields.get("base_revision", 0, type=int),
        fields.get("summary", ""),
        waiting[0].id,
    )
    return _page(draft_id, path, typed, notice=NOTHING_SENT)


@blueprint.post("/workshop/drafts/<uuid:draft_id>/files/<path:path>")
@open_to(EDITORS)
@keeps_text
def save_file(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Save the text, or take the file out; whoever saved first is not overwritten unseen."""
    typed = _typed()
    if not is_written_by(required_actor(), request.form):
        return _page(draft_id, path, typed, notice=OTHER_WRITER), HTTPStatus.CONFLICT
    before = _loaded(draft_id)
    content = None if "remove" in request.form else typed.content.encode(errors="replace")
    try:
        number = save_files(
            current_engine(),
            required_actor(),
            draft_id,
            {path: content},
            base_revision=typed.base_revision,
            summary=typed.summary,
        )
    except DraftMovedOnError as error:
        return _page(draft_id, path, typed, moved_on=error), STATUS[error.code]
    except (InputRefusedError, NotAllowedError) as error:
        return _page(draft_id, path, typed, refusal=error), STATUS[error.code]
    forget_kept_form()
    return _to_draft(before, number)


@blueprint.get("/workshop/drafts/<uuid:draft_id>/upload")
@open_to(EDITORS)
def show_upload(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Offer to bring files into a draft."""
    return _upload_page(draft_id)


@blueprint.post("/workshop/drafts/<uuid:draft_id>/upload")
@open_to(EDITORS)
def upload(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Add or replace files: one, or everything in a zip file."""
    before = _loaded(draft_id)
    try:
        files = read_upload(request.files.get("file"))
        number = save_files(
            current_engine(),
            required_actor(),
            draft_id,
            dict(files),
            base_revision=request.form.get("base_revision", 0, type=int),
        )
    except (UploadRefusedError, InputRefusedError) as error:
        return _upload_page(draft_id, str(error)), HTTPStatus.UNPROCESSABLE_ENTITY
    except (DraftMovedOnError, NotAllowedError) as error:
        return _upload_page(draft_id, str(error)), STATUS[error.code]
    return _to_draft(before, number)


def _typed() -> TypedFile:
    # A browser sends line ends of its own.
    return TypedFile(
        request.form.get("content", "").replace("\r\n", "\n"),
        request.form.get("base_revision", 0, type=int),
        request.form.get("summary", ""),
        request.form.get(KEPT_ID, ""),
    )


def _loaded(draft_id: uuid.UUID) -> DraftDetails:
    with reading() as work:
        return load_draft(work, required_actor(), draft_id)


def _page(
    draft_id: uuid.UUID,
    path: str,
    typed: TypedFile | None = None,
    *,
    notice: str = "",
    refusal: EngineError | None = None,
    moved_on: DraftMovedOnError | None = None,
) -> str:
    """Show the file; what was typed stands in the field, and what is stored below it."""
    with reading() as work:
        draft = load_draft(work, required_actor(), draft_id)
        exists = path in draft_paths(work, draft)
        stored = draft_file(work, draft, path) if exists or typed is None else b""
    text = _as_text(stored)
    if typed is None:
        typed = TypedFile(text or "", draft.revision)
    return render_template(
        "pages/workshop_file.html",
        draft=draft,
        path=path,
        typed=typed,
        # Sent again, it replaces what has been shown.
        base_revision=moved_on.revision if moved_on else typed.base_revision,
        stored=text,
        exists=exists,
        notice=notice,
        refusal=refusal,
        moved_on=moved_on,
        writer=required_actor().person_id,
    )


def _as_text(content: bytes) -> str | None:
    """Return the content for a field, or None for what is no text or too long for one."""
    try:
        return content.decode() if len(content) <= MOST_SHOWN else None
    except UnicodeDecodeError:
        return None


def _upload_page(draft_id: uuid.UUID, found: str = "") -> str:
    return render_template("pages/workshop_upload.html", draft=_loaded(draft_id), found=found)


def _to_draft(before: DraftDetails, number: int) -> Response:
    if number == before.revision:
        flash(UNCHANGED, "note")
    else:
        flash(SAVED.format(number=number), "success")
        if before.state in REVIEWED:
            flash(REVIEW_WITHDRAWN, "note")
    return redirect(url_for("pages_workshop.show_draft", draft_id=before.id))
