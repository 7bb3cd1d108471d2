"""The form editor of a draft: drawn questions, the preview that the server makes, and its rules."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from api.access import EDITORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.draft_form import DraftForm, find_form, title_of
from api.pages.form_preview import ANSWERS, SOURCE, TRY, beside_preview, preview_of
from engine.definitions.bundle import Bundle
from engine.workshop.drafts import begin_draft_from_files
from engine.workshop.words import MOST_TITLE
from forms.editing.canonical import canonical_form
from forms.editing.members import MEMBERS, PARTS, TYPE_NAMES
from forms.fields import QUESTION_TYPES

blueprint = Blueprint("pages_form_editor", __name__)


@blueprint.get("/workshop/drafts/<uuid:draft_id>/forms/<key>")
@open_to(EDITORS)
def edit_form(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Show the editor with the preview; without JavaScript the preview and a link to the table."""
    place = find_form(draft_id, key)
    return _page(place, preview_of(place, place.source))


@blueprint.post("/workshop/drafts/<uuid:draft_id>/forms/<key>/preview")
@open_to(EDITORS)
def preview_form(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Preview the JSON that comes in, or what is saved; say what staff would be told of answers."""
    place = find_form(draft_id, key)
    if SOURCE not in request.form:
        return _page(place, preview_of(place, place.source, request.form))
    content = canonical_form(request.form[SOURCE].encode("utf-8", "replace"), place.source)
    tried = request.form if TRY in request.form or ANSWERS in request.form else None
    return jsonify(
        preview=preview_of(place, content, tried),
        beside=beside_preview(place, content),
        content=content.decode("utf-8", "replace"),
    )


@blueprint.post("/workshop/drafts/<uuid:draft_id>/forms/<key>/copy")
@open_to(EDITORS)
def copy_to_new_draft(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Begin a new draft with what somebody has changed, beside what a colleague saved meanwhile."""
    place = find_form(draft_id, key)
    content = canonical_form(request.form[SOURCE].encode("utf-8", "replace"), place.source)
    new_id = begin_draft_from_files(
        current_engine(),
        required_actor(),
        Bundle({**place.files, place.path: content}),
        f"{place.draft.title} (a second draft)"[:MOST_TITLE],
        based_on=place.draft.based_on,
    )
    return jsonify(url=url_for(".edit_form", draft_id=new_id, key=key)), HTTPStatus.CREATED


def _page(place: DraftForm, preview: Markup) -> str:
    source = place.source
    return render_template(
        "pages/form_editor.html",
        draft=place.draft,
        key=place.key,
        title=title_of(place.key, source),
        uses=place.uses,
        preview=preview,
        beside=beside_preview(place, source),
        island=_island(place),
        source=source.decode("utf-8", "replace"),
    )


def _island(place: DraftForm) -> dict[str, Any]:
    """Return what the island needs to know, besides the form itself."""
    draft, key = place.draft, place.key
    file_url = f"/v1/procedure-drafts/{draft.id}/files/{place.path}"
    return {
        "fileUrl": file_url,
        "presenceUrl": f"/v1/procedure-drafts/{draft.id}/presence",
        "copyUrl": url_for(".copy_to_new_draft", draft_id=draft.id, key=key),
        "previewUrl": url_for(".preview_form", draft_id=draft.id, key=key),
        "path": place.path,
        "revision": draft.revision,
        "isEditable": draft.is_under_way,
        "types": [
            {"type": kind, "name": name, "isQuestion": kind in QUESTION_TYPES}
            for kind, name in TYPE_NAMES.items()
        ],
        "parts": [{"id": part, "title": title} for part, title in PARTS.items()],
        "members": [
            {
                "path": member.path,
                "name": member.name,
                "label": member.label,
                "hint": member.hint,
                "kind": member.kind,
                "types": sorted(member.types),
                "choices": [{"value": value, "words": words} for value, words in member.choices],
                "part": member.part,
            }
            for member in MEMBERS
        ],
    }
