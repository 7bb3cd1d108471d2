"""The form of an open step of a trial run, as staff see it, filled in as one of its people."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from api.access import EDITORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.late import own_answers, read_late, remarks_in
from api.pages.limits import limit_in_words
from api.pages.questions import read_typed
from api.pages.said import presenter_of
from api.pages.sandbox_run import STATE
from api.pages.sandbox_shown import due_of_task, person_in_words
from api.pages.sandbox_source import OwnRun, opened, own_run, run_url
from api.pages.shown_form import is_question, summary_of
from api.pages.task_views import Shown, form_parts
from engine.errors import (
    AnswersInvalidError,
    AnswersQuestionedError,
    EngineError,
    FieldProblem,
    NotFoundError,
)
from engine.persistence.tasks import UserTask
from engine.queries.tasks import load_task
from engine.runtime.task_forms import open_form
from engine.trial.sandbox import RunMovedOnError
from engine.trial.sandbox_acts import find_task
from engine.trial.sandbox_answering import complete_by_form, step_of_form
from engine.trial.sandbox_people import TrialPerson, who_may_do
from engine.trial.sandbox_steps import TaskPlace
from engine.trial.sandbox_store import TrialStore
from engine.trial.sandbox_ways import suggest_ways
from forms.posted import read_posted

blueprint = Blueprint("pages_sandbox_step", __name__)

NOBODY = "Nobody in the directory of this trial can do this step."


@dataclass(frozen=True)
class _Typed:
    """What was typed into the form, and what is wrong with it."""

    answers: Mapping[str, Any]
    errors: Sequence[FieldProblem]


@blueprint.get("/workshop/tries/<uuid:run_id>/steps/<element_id>")
@open_to(EDITORS)
def show_step(run_id: uuid.UUID, element_id: str) -> ResponseReturnValue:
    """Show the form of an open step; `way` fills suggested answers in."""
    own, place = own_run(run_id), _place(element_id)
    try:
        return _page(own, place)
    except NotFoundError as gone:
        if gone.kind != "open step":
            raise
        flash(str(RunMovedOnError()), "alert")
        return redirect(run_url(run_id))


@blueprint.post("/workshop/tries/<uuid:run_id>/steps/<element_id>")
@open_to(EDITORS)
def send_step(run_id: uuid.UUID, element_id: str) -> ResponseReturnValue:
    """Do the step with what was typed; what is wrong is shown as staff see it."""
    own, place = own_run(run_id), _place(element_id)
    engine, actor = current_engine(), required_actor()
    try:
        if request.form.get(STATE) != own.run.state:
            raise RunMovedOnError
        with opened(own) as store:
            task = find_task(store, place)
            person = _person(who_may_do(store, task))
            form = store.compiled.forms[task.form_key]
        answers = {**read_posted(form, request.form), **read_late(request.form)}
        remarks = remarks_in(answers, read_typed(request.form))
        step = step_of_form(place, person.email, own_answers(answers), remarks)
    except EngineError as refused:
        flash(str(refused), "alert")
        return redirect(run_url(run_id))
    try:
        complete_by_form(engine, actor, own.run, own.bundle, step)
    except (AnswersInvalidError, AnswersQuestionedError) as refused:
        return _page(own, place, _Typed(answers, refused.errors)), 422
    except EngineError as refused:
        flash(str(refused), "alert")
    return redirect(run_url(run_id))


def _place(element_id: str) -> TaskPlace:
    number = request.args.get("number", 0, type=int)
    return TaskPlace(element_id, request.args.get("agency", ""), number)


def _person(people: Sequence[TrialPerson]) -> TrialPerson:
    """Return as whom the step is done: who was chosen, else the first who may.

    Raises:
        NotFoundError: nobody can do it.
    """
    if not people:
        raise NotFoundError("person", NOBODY)
    chosen = request.values.get("as", "")
    return next((one for one in people if one.email == chosen), people[0])


def _page(own: OwnRun, place: TaskPlace, typed: _Typed | None = None) -> str:
    with opened(own) as store:
        task = find_task(store, place)
        people = who_may_do(store, task)
        person = _person(people)
        actor = store.actor(person.email)
        answers = typed.answers if typed else _suggested(store, task, person)
        errors = typed.errors if typed else ()
        now = store.clock.now()
        with store.reading() as work:
            details = load_task(store.engine, work, actor, task.id)
            form = open_form(store.engine, work, actor, task.id)
            presenter = presenter_of(store.engine, work, actor, details.reference)
            parts = form_parts(work, presenter, form, Shown(answers, errors), now)
    why = limit_in_words(details.due_reason, details.due_counting, details.opened_at, now)
    return render_template(
        "pages/sandbox_step.html",
        tried=own.tried,
        run_id=own.run.id,
        state=own.run.state,
        task=details,
        place=place,
        person=person,
        people=people,
        person_in_words=person_in_words,
        due=due_of_task(details.due_at, "", now),
        why_due=why if details.due_at else "",
        what_to_do=details.documentation.split("\n\n"),
        form_title=form.form.title,
        problems=summary_of(errors),
        is_question=is_question(errors),
        is_suggested=typed is None and answers is not None,
        **parts,
    )


def _suggested(store: TrialStore, task: UserTask, person: TrialPerson) -> Mapping[str, Any] | None:
    """Return the suggested answers that the address asks for; None: the form is empty."""
    way = request.args.get("way", -1, type=int)
    if way < 0:
        return None
    ways = suggest_ways(store, store.actor(person.email), task)
    return ways[way].answers if way < len(ways) else None
