"""What is done in a trial run outside its steps: closing the case, changing its agencies."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from api.access import EDITORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.questions import read_typed
from api.pages.sandbox_run import STATE
from api.pages.sandbox_shown import person_in_words
from api.pages.sandbox_source import OwnRun, opened, own_run, run_url
from api.pages.shown_form import fields_of, is_question, summary_of
from engine.definitions.application_forms import CLOSE_OTHER, application_form
from engine.errors import AnswersInvalidError, AnswersQuestionedError, EngineError, FieldProblem
from engine.runtime.participants import parties_of
from engine.runtime.parties import involved_agencies
from engine.runtime.remarks import Remarks
from engine.trial.sandbox import RunMovedOnError, take_step
from engine.trial.sandbox_people import administrators, agencies, whom_it_reached
from engine.trial.sandbox_steps import RunStep, Verb
from forms.posted import read_posted

blueprint = Blueprint("pages_sandbox_outside", __name__)

REASON = "close_reason"
NOBODY = "Nobody: it joins as a further agency"
NO_OFFICE = "The directory of this trial has no administrator in the partnership’s office."


@blueprint.get("/workshop/tries/<uuid:run_id>/closing")
@open_to(EDITORS)
def show_closing(run_id: uuid.UUID) -> ResponseReturnValue:
    """Ask why the run's case is closed outside the procedure."""
    return _closing_page(own_run(run_id))


@blueprint.post("/workshop/tries/<uuid:run_id>/closing")
@open_to(EDITORS)
def close(run_id: uuid.UUID) -> ResponseReturnValue:
    """Close the run's case outside the procedure."""
    own, typed = own_run(run_id), read_typed(request.form)
    answers = read_posted(application_form(CLOSE_OTHER), request.form)
    step = RunStep(
        Verb.CLOSE,
        str(answers.get(REASON, "")),
        request.form.get("person", ""),
        answers=answers,
        remarks=Remarks(kept_reasons=typed.reasons).document(),
    )
    try:
        _take(own, step)
    except (AnswersInvalidError, AnswersQuestionedError) as refused:
        return _closing_page(own, answers, refused.errors), 422
    except EngineError as refused:
        flash(str(refused), "alert")
    return redirect(run_url(run_id))


@blueprint.get("/workshop/tries/<uuid:run_id>/agencies")
@open_to(EDITORS)
def show_agencies(run_id: uuid.UUID) -> ResponseReturnValue:
    """Ask which agency comes in, and in whose place."""
    own = own_run(run_id)
    with opened(own) as store:
        names = dict(agencies(store))
        with store.reading() as work:
            inside = involved_agencies(parties_of(work, store.case))
    leaving = [{"value": key, "text": names.get(key, key)} for key in inside]
    return render_template(
        "pages/sandbox_agencies.html",
        tried=own.tried,
        run_id=run_id,
        state=own.run.state,
        leaving=[*leaving, {"value": "", "text": NOBODY}],
        joining=[{"value": k, "text": name} for k, name in names.items() if k not in inside],
    )


@blueprint.post("/workshop/tries/<uuid:run_id>/agencies")
@open_to(EDITORS)
def transfer(run_id: uuid.UUID) -> ResponseReturnValue:
    """Change the agencies of the run's case, as an administrator of the partnership's office."""
    own = own_run(run_id)
    with opened(own) as store:
        office = administrators(store)
    joining, leaving = request.form.get("joining", ""), request.form.get("leaving", "")
    if not office:
        flash(NO_OFFICE, "alert")
        return redirect(run_url(run_id))
    try:
        _take(own, RunStep(Verb.TRANSFER, joining, office[0].email, leaving=leaving))
    except EngineError as refused:
        flash(str(refused), "alert")
    return redirect(run_url(run_id))


def _take(own: OwnRun, step: RunStep) -> None:
    if request.form.get(STATE) != own.run.state:
        raise RunMovedOnError
    take_step(current_engine(), required_actor(), own.run, own.bundle, step)


def _closing_page(
    own: OwnRun, answers: dict[str, Any] | None = None, errors: Sequence[FieldProblem] = ()
) -> str:
    with opened(own) as store:
        people = whom_it_reached(store)
    chosen = request.form.get("person")
    return render_template(
        "pages/sandbox_closing.html",
        tried=own.tried,
        run_id=own.run.id,
        state=own.run.state,
        people=[
            {"value": one.email, "text": person_in_words(one), "selected": one.email == chosen}
            for one in people
        ],
        fields=fields_of(CLOSE_OTHER, answers or {}, read_typed(request.form), errors),
        problems=summary_of(errors),
        is_question=is_question(errors),
    )
