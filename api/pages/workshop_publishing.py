"""Publish an approved draft now or from a day on, after one look at what that means."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import EDITORS, open_to
from api.auth import required_actor
from api.errors import STATUS
from api.extensions import current_engine
from api.pages.wording import instant_in_words
from api.pages.workshop_words import CALLED_OFF, cases_in_words
from api.reading import reading
from engine.errors import InputRefusedError, NotAllowedError
from engine.queries.definitions import DefinitionRow, load_definition
from engine.queries.draft_history import list_reviews
from engine.queries.procedure_drafts import load_draft
from engine.queries.version_history import is_coming, running_by_number
from engine.workshop.publishing import call_off_publication, publish_draft
from forms.london import instant_of

blueprint = Blueprint("pages_workshop_publishing", __name__)

NOW, LATER = "now", "later"
PUBLISHED = "Version {version} is published. New cases follow it from now on."
COMING = "Version {version} is published for {at}. New cases follow it from then on."
NO_CHOICE = "Choose when new cases follow this version"
NO_DATE = "Enter a real date, for example 14 9 2026, and a time such as 09:00"
PARTS = ("day", "month", "year", "time")


@dataclass(frozen=True)
class Chosen:
    """When the draft is to be followed; `at` is empty for now."""

    when: str
    at: datetime | None = None
    problem: str = ""


@blueprint.get("/workshop/drafts/<uuid:draft_id>/publish")
@open_to(EDITORS)
def show_publishing(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Ask from when new cases should follow the draft."""
    return _page(draft_id)


@blueprint.post("/workshop/drafts/<uuid:draft_id>/publish")
@open_to(EDITORS)
def publish(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show what will happen and, once that is confirmed, publish the draft."""
    chosen = _chosen()
    if chosen.problem or "change" in request.form:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if chosen.problem else HTTPStatus.OK
        return _page(draft_id, chosen.problem), status
    if "confirmed" not in request.form:
        return _page(draft_id, template="pages/workshop_publish_confirm.html", at=chosen.at)
    engine, actor = current_engine(), required_actor()
    try:
        definition_id = publish_draft(engine, actor, draft_id, at=chosen.at)
    except (InputRefusedError, NotAllowedError) as error:
        return _page(draft_id, str(error)), STATUS[error.code]
    flash(_done(_version(definition_id)), "success")
    return redirect(url_for("pages_workshop.show_workshop", _anchor=f"version-{definition_id}"))


@blueprint.get("/workshop/versions/<int:process_definition_id>/call-off")
@open_to(EDITORS)
def show_calling_off(process_definition_id: int) -> ResponseReturnValue:
    """Ask whether a publication should be called off before its time."""
    row = _version(process_definition_id)
    coming = is_coming(row, current_engine().clock.now())
    return render_template("pages/workshop_call_off.html", row=row, is_coming=coming)


@blueprint.post("/workshop/versions/<int:process_definition_id>/call-off")
@open_to(EDITORS)
def call_off(process_definition_id: int) -> ResponseReturnValue:
    """Call a publication off; the draft that it came from is approved again."""
    draft_id = call_off_publication(current_engine(), required_actor(), process_definition_id)
    flash(CALLED_OFF, "success")
    if draft_id is None:
        return redirect(url_for("pages_workshop.show_workshop"))
    return redirect(url_for("pages_workshop.show_draft", draft_id=draft_id))


def _chosen() -> Chosen:
    when = request.form.get("when", "")
    if when == NOW:
        return Chosen(when)
    if when != LATER:
        return Chosen(when, problem=NO_CHOICE)
    parts = [request.form.get(part, "").strip()[:10] for part in PARTS]
    try:
        # Of the naive wall time that people typed, London's instant.
        at = instant_of(datetime.strptime(" ".join(parts), "%d %m %Y %H:%M"))  # noqa: DTZ007
    except (ValueError, OverflowError):
        return Chosen(when, problem=NO_DATE)
    return Chosen(when, at)


def _page(
    draft_id: uuid.UUID,
    found: str = "",
    *,
    template: str = "pages/workshop_publish.html",
    at: datetime | None = None,
) -> str:
    with reading() as work:
        draft = load_draft(work, required_actor(), draft_id)
        running = running_by_number(work, draft.key, draft.edition)
        reviews = list_reviews(work, required_actor(), draft_id)
    return render_template(
        template,
        draft=draft,
        at=at,
        cases=cases_in_words(running),
        review=reviews[0] if reviews else None,
        posted={name: request.form.get(name, "") for name in ("when", *PARTS)},
        found=found,
    )


def _version(process_definition_id: int) -> DefinitionRow:
    engine = current_engine()
    with reading() as work:
        return load_definition(engine, work, required_actor(), process_definition_id)


def _done(row: DefinitionRow) -> str:
    now = current_engine().clock.now()
    if row.published_at is not None and row.published_at > now:
        return COMING.format(version=row.version, at=instant_in_words(row.published_at, now))
    return PUBLISHED.format(version=row.version)
