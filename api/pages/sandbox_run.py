"""The page of a trial run, and what moves it besides filling in forms."""

import uuid
from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from api.access import EDITORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages import sandbox_shown as shown
from api.pages.sandbox_source import OwnRun, bundle_of, opened, own_run, run_url
from api.pages.wording import clock_in_words, instant_in_words
from api.reading import reading
from engine.clock import LONDON
from engine.errors import DeploymentRefusedError, EngineError, InputRefusedError
from engine.trial.sandbox import (
    RunMovedOnError,
    RunSource,
    end_run,
    events_before_last,
    go_back,
    go_over,
    take_step,
)
from engine.trial.sandbox_answering import complete_suggested
from engine.trial.sandbox_steps import RunStep, TaskPlace, Verb
from engine.trial.sandbox_view import next_limit, view_run
from forms.london import NoSuchWallTime, instant_of

blueprint = Blueprint("pages_sandbox_run", __name__)

STATE = "state"
"""The input that says what the page was made from."""
ENDED = "The trial run is removed. Nothing else was ever kept of it."
WENT_BACK = "Back to before step {number}."
NO_TIME = "Enter a date and a time to move the clock to."
NO_LIMIT = "No limit is running."
NOT_ALL = "The steps from {number} on no longer fit this draft: {why}"
"""What was done until then stands."""
ALL = "The same steps were done on revision {revision} of the draft."


@blueprint.get("/workshop/tries/<uuid:run_id>")
@open_to(EDITORS)
def show_run(run_id: uuid.UUID) -> ResponseReturnValue:
    """Show where a trial run stands."""
    return _page(own_run(run_id))


@blueprint.get("/workshop/tries/<uuid:run_id>/diagrams/<path:path>")
@open_to(EDITORS)
def show_diagram(run_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Give the file of a diagram, for the viewer."""
    source = own_run(run_id).bundle.diagrams.get(path)
    if source is None:
        abort(404)
    return Response(source, mimetype="application/xml")


@blueprint.post("/workshop/tries/<uuid:run_id>/clock")
@open_to(EDITORS)
def move_clock(run_id: uuid.UUID) -> ResponseReturnValue:
    """Move the clock of the run; what falls due on the way happens."""
    own = own_run(run_id)
    try:
        until = _target(own)
    except InputRefusedError as refused:
        flash(str(refused), "alert")
        return redirect(run_url(run_id))
    return _do(own, RunStep(Verb.UNTIL, until.isoformat()))


@blueprint.post("/workshop/tries/<uuid:run_id>/any-time")
@open_to(EDITORS)
def send_message(run_id: uuid.UUID) -> ResponseReturnValue:
    """Report danger, or send another message, as somebody whom the case has reached."""
    name, person = request.form.get("message", ""), request.form.get("person", "")
    return _do(own_run(run_id), RunStep(Verb.MESSAGE, name, person))


@blueprint.post("/workshop/tries/<uuid:run_id>/suggested")
@open_to(EDITORS)
def take_suggested(run_id: uuid.UUID) -> ResponseReturnValue:
    """Do a step with the answers that the page suggested."""
    own = own_run(run_id)
    form = request.form
    number, way = form.get("number", 0, type=int), form.get("way", 0, type=int)
    place = TaskPlace(form.get("element_id", ""), form.get("agency", ""), number)
    try:
        _refuse_old_page(own)
        complete_suggested(
            current_engine(),
            required_actor(),
            own.run,
            own.bundle,
            place,
            way,
        )
    except EngineError as refused:
        flash(str(refused), "alert")
    return redirect(run_url(run_id))


@blueprint.post("/workshop/tries/<uuid:run_id>/back")
@open_to(EDITORS)
def step_back(run_id: uuid.UUID) -> ResponseReturnValue:
    """Go back to before a step."""
    own, number = own_run(run_id), request.form.get("number", 0, type=int)
    try:
        _refuse_old_page(own)
        go_back(current_engine(), required_actor(), own.run, number - 1)
        flash(WENT_BACK.format(number=number), "note")
    except EngineError as refused:
        flash(str(refused), "alert")
    return redirect(run_url(run_id))


@blueprint.post("/workshop/tries/<uuid:run_id>/newest")
@open_to(EDITORS)
def do_on_newest(run_id: uuid.UUID) -> ResponseReturnValue:
    """Do the same steps on what was saved last in the draft."""
    own = own_run(run_id)
    source = RunSource(draft_id=own.run.source.draft_id, draft_revision=own.tried.newest_revision)
    try:
        _refuse_old_page(own)
        with reading() as work:
            bundle = bundle_of(work, source)
        done, refused = go_over(current_engine(), required_actor(), own.run, source, bundle)
        if refused is None:
            flash(ALL.format(revision=source.draft_revision), "success")
        else:
            flash(NOT_ALL.format(number=done + 1, why=refused), "alert")
    except DeploymentRefusedError:
        return redirect(own.tried.begin_url)
    except EngineError as refused:
        flash(str(refused), "alert")
    return redirect(run_url(run_id))


@blueprint.post("/workshop/tries/<uuid:run_id>/end")
@open_to(EDITORS)
def remove_run(run_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a trial run."""
    own = own_run(run_id)
    end_run(current_engine(), required_actor(), run_id)
    flash(ENDED, "success")
    return redirect(own.tried.begin_url)


def _do(own: OwnRun, step: RunStep) -> ResponseReturnValue:
    try:
        _refuse_old_page(own)
        take_step(current_engine(), required_actor(), own.run, own.bundle, step)
    except EngineError as refused:
        flash(str(refused), "alert")
    return redirect(run_url(own.run.id))


def _refuse_old_page(own: OwnRun) -> None:
    if request.form.get(STATE) != own.run.state:
        raise RunMovedOnError


def _target(own: OwnRun) -> datetime:
    """Return the instant that was asked for.

    Raises:
        InputRefusedError: what was typed is no time, or no limit is running.
    """
    by = request.form.get("by")
    with opened(own) as store:
        now, limit = store.clock.now(), next_limit(store)
    if by == "limit":
        if limit is None:
            raise InputRefusedError(NO_LIMIT)
        # A limit that failed is tried again now.
        return max(limit.at, now + timedelta(seconds=1))
    if by == "working-day":
        return current_engine().calendar.working_day_deadline(now, 1)
    if by == "24":
        return now + timedelta(hours=24)
    try:
        typed = datetime.fromisoformat(request.form.get("to", "")).replace(tzinfo=None)
        return _after(now, instant_of(typed))
    except NoSuchWallTime:
        message = "The clocks went forward over that time. Choose another one."
        raise InputRefusedError(message) from None
    except ValueError:
        raise InputRefusedError(NO_TIME) from None


def _after(now: datetime, at: datetime) -> datetime:
    """Return the later instant of a wall time that exists twice, when the first is over."""
    again = at.astimezone(LONDON).replace(fold=1).astimezone(UTC)
    return again if at <= now else at


def _page(own: OwnRun) -> str:
    engine = current_engine()
    seen = events_before_last(engine, own.run, own.bundle)
    with opened(own) as store:
        view = view_run(store, seen)
        compiled = store.compiled
    return render_template(
        "pages/sandbox_run.html",
        own=own,
        tried=own.tried,
        run_id=own.run.id,
        state=own.run.state,
        view=view,
        status=shown.status_in_words(view),
        clock=clock_in_words(view.now),
        clock_value=f"{view.now.astimezone(LONDON):%Y-%m-%dT%H:%M}",
        clock_choices=shown.clock_choices(view, engine.calendar.working_day_deadline(view.now, 1)),
        due_of=lambda step: shown.due_of(step, view.now),
        person_in_words=shown.person_in_words,
        place_arguments=shown.place_arguments,
        at_in_words=lambda at: instant_in_words(at, view.now),
        drawings=shown.drawings(own, compiled, view),
        limits=shown.limits_of(view),
        steps=shown.steps_done(own, compiled),
    )
