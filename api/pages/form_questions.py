"""The questions of a draft's form as a table: what the form editor draws, by keyboard alone."""

import uuid
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import EDITORS, keeps_text, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.draft_form import (
    DraftForm,
    document_of,
    find_form,
    label_of,
    read_source,
    save_document,
    title_of,
)
from api.pages.typed_questions import (
    TITLE,
    gone_since,
    lay_over,
    plain_post,
    read_typed_members,
    with_errors,
)
from api.pages.wording import instant_in_words
from api.reading import reading
from engine.errors import DraftMovedOnError, NotFoundError
from engine.queries.procedure_drafts import draft_files
from forms.editing.canonical import JsonObject
from forms.editing.components import (
    UP,
    add_component,
    find_component,
    move_component,
    remove_component,
)
from forms.editing.members import PARTS, TYPE_NAMES, is_known

blueprint = Blueprint("pages_form_questions", __name__)

ADDRESS = "/workshop/drafts/<uuid:draft_id>/forms/<key>/questions"
BASE, OVER = "base.revision", "over.revision"
"""The revision that the page began with, and the newer one over which it may be saved."""
MOST_WORDS = 500
TRIES = 3
"""How often somebody may save another file of the draft meanwhile."""
SAVED = "Saved."
NO_WORDS = "Enter the words of the new question"
NO_KIND = "Choose what kind of question it is"

Change = Callable[[JsonObject, JsonObject], Mapping[str, str]]
"""Changes the document, given the one that the page began with; answers what is wrong."""


@blueprint.get(ADDRESS)
@open_to(EDITORS)
def edit_questions(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Show all questions with their words, hints and answers."""
    return _table(find_form(draft_id, key))


@blueprint.post(ADDRESS)
@open_to(EDITORS)
@keeps_text
def save_questions(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Save what was typed into the table."""
    posted = plain_post(request.form)

    def change(document: JsonObject, base: JsonObject) -> Mapping[str, str]:
        title = posted.get(TITLE, "").strip()
        if title and title != str(base.get("title") or ""):
            document["title"] = title
        return lay_over(document, base, posted)

    return _save(find_form(draft_id, key), change, "Changed questions of {title}")


@blueprint.get(f"{ADDRESS}/<component_id>")
@open_to(EDITORS)
def edit_question(draft_id: uuid.UUID, key: str, component_id: str) -> ResponseReturnValue:
    """Show everything that can be set at one question."""
    return _table(find_form(draft_id, key), only=component_id)


@blueprint.post(f"{ADDRESS}/<component_id>")
@open_to(EDITORS)
@keeps_text
def save_question(draft_id: uuid.UUID, key: str, component_id: str) -> ResponseReturnValue:
    """Save what was typed about one question."""
    posted = plain_post(request.form)
    return _save(
        find_form(draft_id, key),
        lambda document, base: lay_over(document, base, posted, only=component_id),
        "Changed a question of {title}",
        only=component_id,
    )


@blueprint.post(f"{ADDRESS}/<component_id>/move")
@open_to(EDITORS)
def move_question(draft_id: uuid.UUID, key: str, component_id: str) -> ResponseReturnValue:
    """Move a question one place up or down, as the button said."""
    where = request.form.get("where", UP)
    return _save(
        find_form(draft_id, key),
        _act(lambda document: move_component(document, component_id, where)),
        "Moved a question of {title}",
    )


@blueprint.post(f"{ADDRESS}/<component_id>/remove")
@open_to(EDITORS)
def remove_question(draft_id: uuid.UUID, key: str, component_id: str) -> ResponseReturnValue:
    """Take a question away; going back to an earlier revision brings it back."""
    return _save(
        find_form(draft_id, key),
        _act(lambda document: remove_component(document, component_id)),
        "Removed a question of {title}",
    )


@blueprint.post(f"{ADDRESS}/add")
@open_to(EDITORS)
@keeps_text
def add_question(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Add a question, then show everything that can be set at it."""
    place = find_form(draft_id, key)
    kind, words = request.form.get("kind", ""), request.form.get("words", "").strip()
    wrong = {} if words and len(words) <= MOST_WORDS else {"words": NO_WORDS}
    wrong |= {} if is_known(kind) else {"kind": NO_KIND}
    if wrong:
        return _table(place, wrong=wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    added: list[str] = []

    def add(document: JsonObject, _base: JsonObject) -> Mapping[str, str]:
        added[:] = [add_component(document, kind, words, request.form.get("after", ""))]
        return {}

    answer = _save(place, add, "Added a question to {title}")
    if isinstance(answer, tuple):
        return answer
    return redirect(url_for(".edit_question", draft_id=draft_id, key=key, component_id=added[0]))


def _act(change: Callable[[JsonObject], object]) -> Change:
    """Return a change that has nothing to say, of a component that may be gone."""

    def act(document: JsonObject, _base: JsonObject) -> Mapping[str, str]:
        try:
            change(document)
        except KeyError:
            abort(HTTPStatus.NOT_FOUND)
        return {}

    return act


def _save(place: DraftForm, change: Change, summary: str, *, only: str = "") -> ResponseReturnValue:
    """Lay a change over the newest form and save it; nobody else's change is overwritten."""
    for _ in range(TRIES):
        document, base = document_of(place.source), _base_of(place)
        if document is None or base is None:
            return _table(place, only=only), HTTPStatus.CONFLICT
        wrong = change(document, base)
        if wrong:
            return _table(place, only=only, wrong=wrong), HTTPStatus.UNPROCESSABLE_ENTITY
        if not _may_lay_over(place):
            return _table(place, only=only, is_moved_on=True), HTTPStatus.CONFLICT
        try:
            title = title_of(place.key, place.source)
            save_document(place, document, place.draft.revision, summary.format(title=title))
        except DraftMovedOnError:
            place = find_form(place.draft.id, place.key)
            continue
        flash(SAVED, "success")
        return redirect(url_for(".edit_questions", draft_id=place.draft.id, key=place.key))
    return _table(place, only=only, is_moved_on=True), HTTPStatus.CONFLICT


def _may_lay_over(place: DraftForm) -> bool:
    """Tell whether the form is as the page showed it, or the person knows that it is not."""
    seen = request.form.get(OVER) or request.form.get(BASE, "")
    if seen == str(place.draft.revision):
        return True
    return _source_at(place, seen) == place.source


def _base_of(place: DraftForm) -> JsonObject | None:
    source = _source_at(place, request.form.get(BASE, ""))
    return document_of(place.source if source is None else source)


def _source_at(place: DraftForm, revision: str) -> bytes | None:
    """Return the form's file in an earlier revision, None when there was none."""
    if not revision.isdecimal() or len(revision) > 9:  # noqa: PLR2004 - what a database counts to
        return None
    with reading() as work:
        try:
            files = draft_files(work, required_actor(), place.draft.id, int(revision))
        except NotFoundError:
            return None
    return files.get(place.path)


def _table(
    place: DraftForm,
    *,
    only: str = "",
    wrong: Mapping[str, str] | None = None,
    is_moved_on: bool = False,
) -> str:
    document = document_of(place.source)
    if document is None:
        only = ""  # the page of all questions says that there are none to be read
    posted = plain_post(request.form) if request.method == "POST" else None
    questions = read_typed_members(document, posted, only=only) if document else ()
    if only and not questions and not is_moved_on:
        abort(HTTPStatus.NOT_FOUND)
    if only and not questions:
        # Somebody has taken it away: the page of all questions shows what was typed there.
        return _table(place, wrong=wrong, is_moved_on=True)
    problems = read_source(place.key, place.source).problems
    return render_template(
        "pages/form_question.html" if only else "pages/form_questions.html",
        **_words_of(place, document, only, posted or {}),
        questions=with_errors(questions, wrong or {}),
        wrong=[{"text": text, "href": f"#{name}"} for name, text in (wrong or {}).items()],
        errors=wrong or {},
        problems=[one for one in problems if not only or one.component_id == only],
        is_readable=document is not None,
        base=(posted or {}).get(BASE, place.draft.revision),
        over=place.draft.revision if is_moved_on else "",
        moved_on=_who_saved(place) if is_moved_on else "",
        gone=gone_since(document or {}, _base_of(place) or {}, posted or {}) if is_moved_on else (),
    )


def _words_of(
    place: DraftForm, document: JsonObject | None, only: str, posted: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a table is called and offers."""
    label = ""
    if only and document:
        component = find_component(document, only).component
        label = label_of(component) or only
    title = title_of(place.key, place.source)
    return {
        "draft": place.draft,
        "key": place.key,
        "title": title,
        "typed_title": posted.get(TITLE, title),
        "label": label,
        "component_id": only,
        "uses": place.uses,
        "types": TYPE_NAMES,
        "parts": PARTS,
        "added": {name: posted.get(name, "") for name in ("words", "kind", "after")},
    }


def _who_saved(place: DraftForm) -> str:
    draft, now = place.draft, current_engine().clock.now()
    return f"{draft.changed_by_name} saved this form {instant_in_words(draft.changed_at, now)}"
