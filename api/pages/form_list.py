"""The forms of a draft: which tasks use them, a new one, and taking one away."""

import re
import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import EDITORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.draft_form import find_form, title_of
from api.reading import reading
from engine.definitions.form_uses import form_keys, form_path, uses_of_forms
from engine.errors import DraftMovedOnError
from engine.queries.procedure_drafts import draft_files, load_draft
from engine.workshop.saving import save_files
from forms.editing.canonical import write_json
from forms.editing.components import new_form

blueprint = Blueprint("pages_form_list", __name__)

KEY = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,59}")
WRONG_KEY = "The short name has letters, digits and hyphens, and begins with a letter"
TAKEN = "There is a form with this short name already"
NO_TITLE = "Enter what the form is called"
MOST_TITLE = 200
REMOVED = "The form was taken away. Going back to an earlier revision brings it back."
IN_USE = "A task uses this form, so it stays. Choose another form at the task first."
MEANWHILE = "Somebody saved this draft at the same moment. Nothing was changed: try again."


@blueprint.get("/workshop/drafts/<uuid:draft_id>/forms")
@open_to(EDITORS)
def list_forms(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show the forms with the tasks that use them."""
    return _page(draft_id)


@blueprint.post("/workshop/drafts/<uuid:draft_id>/forms")
@open_to(EDITORS)
def add_form(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Add a form without questions."""
    key, title = request.form.get("key", "").strip(), request.form.get("title", "").strip()
    with reading() as work:
        draft = load_draft(work, required_actor(), draft_id)
        files = draft_files(work, required_actor(), draft_id, draft.revision)
    wrong = _wrong(key, title, form_keys(files))
    if wrong:
        return _page(draft_id, wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    content = write_json(new_form(key, title))
    try:
        _save(draft_id, form_path(key), content, draft.revision, f"Added the form {title}")
    except DraftMovedOnError:
        return _page(draft_id, {"key": MEANWHILE}), HTTPStatus.CONFLICT
    return redirect(url_for("pages_form_editor.edit_form", draft_id=draft_id, key=key))


@blueprint.get("/workshop/drafts/<uuid:draft_id>/forms/<key>/remove")
@open_to(EDITORS)
def ask_to_remove(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Ask whether a form is to be taken away; one that a task uses stays."""
    place = find_form(draft_id, key)
    title = title_of(key, place.source)
    return render_template(
        "pages/form_remove.html", draft=place.draft, key=key, title=title, uses=place.uses
    )


@blueprint.post("/workshop/drafts/<uuid:draft_id>/forms/<key>/remove")
@open_to(EDITORS)
def remove_form(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Take a form away that no task uses."""
    place = find_form(draft_id, key)
    if place.uses:
        flash(IN_USE, "alert")
        return redirect(url_for(".ask_to_remove", draft_id=draft_id, key=key))
    title = title_of(key, place.source)
    try:
        _save(draft_id, place.path, None, place.draft.revision, f"Removed the form {title}")
    except DraftMovedOnError:
        flash(MEANWHILE, "alert")
        return redirect(url_for(".ask_to_remove", draft_id=draft_id, key=key))
    flash(REMOVED, "success")
    return redirect(url_for(".list_forms", draft_id=draft_id))


def _save(
    draft_id: uuid.UUID, path: str, content: bytes | None, revision: int, summary: str
) -> None:
    actor = required_actor()
    save_files(
        current_engine(), actor, draft_id, {path: content}, base_revision=revision, summary=summary
    )


def _wrong(key: str, title: str, taken: tuple[str, ...]) -> dict[str, str]:
    wrong = {}
    if not title or len(title) > MOST_TITLE:
        wrong["title"] = NO_TITLE
    if not KEY.fullmatch(key):
        wrong["key"] = WRONG_KEY
    elif key in taken:
        wrong["key"] = TAKEN
    return wrong


def _page(draft_id: uuid.UUID, wrong: dict[str, str] | None = None) -> str:
    actor = required_actor()
    with reading() as work:
        draft = load_draft(work, actor, draft_id)
        files = draft_files(work, actor, draft_id, draft.revision)
    uses = uses_of_forms(files)
    rows = [
        {"key": key, "title": title_of(key, files[form_path(key)]), "uses": uses.get(key, ())}
        for key in form_keys(files)
    ]
    return render_template(
        "pages/form_list.html",
        draft=draft,
        rows=rows,
        missing=sorted(uses.keys() - set(form_keys(files))),
        errors=wrong or {},
        wrong=[{"text": text, "href": f"#{name}"} for name, text in (wrong or {}).items()],
        typed={name: request.form.get(name, "") for name in ("key", "title")},
    )
