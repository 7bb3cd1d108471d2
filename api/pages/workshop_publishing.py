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
from engine.errors import EngineError
from engine.queries.definitions import DefinitionRow, load_definition, require_own_procedure
from engine.queries.draft_history import list_reviews
from engine.queries.procedure_drafts import load_draft
from engine.queries.version_history import is_coming, running_by_number
from engine.vocabulary import ProcedureDraftState
from engine.workshop.publishing import call_off_publication, publish_draft
from forms.london import NoSuchWallTime, instant_of

blueprint = Blueprint("pages_workshop_publishing", __name__)

NOW, LATER = "now", "later"
WHEN, DAY = "when", "day"
PUBLISHED = "Version {version} is published. New cases follow it from now on."
COMING = "Version {version} is published for {at}. New cases follow it from then on."
NO_CHOICE = "Choose when new cases follow this version"
NO_DATE = "Enter a real date, for example 14 9 2026, and a time such as 09:00"
SKIPPED = "The clocks go forward over this time, so it never comes. Enter one an hour later"
GONE_BY = "This time has gone by. Enter one that lies ahead"
PARTS = ("day", "month", "year", "time")


@dataclass(frozen=True)
class Chosen:
    """When the draft is to be followed; `at` is empty for now."""

    at: datetime | None = None
    problem: str = ""
    field: str = WHEN
    """The id of the field that a problem is about."""


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
        return _page(draft_id, chosen), status
    if "confirmed" not in request.form:
        return _page(draft_id, chosen, is_question=True)
    engine, actor = current_engine(), required_actor()
    try:
        definition_id = publish_draft(engine, actor, draft_id, at=chosen.at)
    except EngineError as error:
        # Of a draft that is not there for this person, there is no page either.
        return _page(draft_id, Chosen(problem=str(error))), STATUS[error.code]
    flash(_done(_version(definition_id)), "success")
    return redirect(url_for("pages_workshop.show_workshop", _anchor=f"version-{definition_id}"))


@blueprint.get("/workshop/versions/<int:process_definition_id>/call-off")
@open_to(EDITORS)
def show_calling_off(process_definition_id: int) -> ResponseReturnValue:
    """Ask whether a publication should be called off before its time."""
    row = _version(process_definition_id)
    with reading() as work:
        require_own_procedure(
            work, required_actor(), key=row.key, partnership_key=row.partnership_key
        )
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
        return Chosen()
    if when != LATER:
        return Chosen(problem=NO_CHOICE)
    parts = [request.form.get(part, "").strip()[:10] for part in PARTS]
    try:
        # Of the naive wall time that people typed, London's instant.
        at = instant_of(datetime.strptime(" ".join(parts), "%d %m %Y %H:%M"))  # noqa: DTZ007
    except NoSuchWallTime:
        return Chosen(problem=SKIPPED, field=DAY)
    except (ValueError, OverflowError):
        return Chosen(problem=NO_DATE, field=DAY)
    if at < current_engine().clock.now():
        return Chosen(problem=GONE_BY, field=DAY)
    return Chosen(at)


def _page(draft_id: uuid.UUID, chosen: Chosen | None = None, *, is_question: bool = False) -> str:
    """Return the page that asks for the time, or the one that asks whether it is right."""
    chosen = chosen or Chosen()
    with reading() as work:
        draft = load_draft(work, required_actor(), draft_id)
        running = running_by_number(work, required_actor(), draft.key, draft.edition)
        reviews = list_reviews(work, required_actor(), draft_id)
    if draft.state != ProcedureDraftState.APPROVED:
        is_question = False
    return render_template(
        f"pages/workshop_publish{'_confirm' if is_question else ''}.html",
        draft=draft,
        at=chosen.at,
        cases=cases_in_words(running),
        review=reviews[0] if reviews else None,
        posted={name: request.form.get(name, "") for name in ("when", *PARTS)},
        found=chosen.problem,
        field=chosen.field,
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
