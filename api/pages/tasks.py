"""One task: what to do and until when, the form, and what becomes of what is sent."""

import uuid
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from api.access import SIGNED_IN, keeps_text, open_to
from api.auth import required_actor
from api.errors import STATUS, problem
from api.extensions import current_engine
from api.pages.closed_tasks import closed_page, kept_page, moved_on_page, sent_page
from api.pages.kept import (
    NOTHING_SENT,
    OTHER_WRITER,
    SAVE,
    TAKE_OVER,
    forget_kept_form,
    is_written_by,
    kept_here,
)
from api.pages.late import own_answers, remarks_in
from api.pages.questions import JOIN, WHAT_NEXT, read_typed
from api.pages.task_views import Shown, find_task, open_page
from api.pages.typed import read_answers, read_seen, strays_of, tells_danger
from engine.access import Actor
from engine.errors import (
    AnswersInvalidError,
    AnswersQuestionedError,
    DraftChangedError,
    EngineError,
    TaskClaimedError,
    TaskMovedOnError,
)
from engine.queries.tasks import TaskDetails
from engine.runtime.claims import claim_user_task, release_user_task
from engine.runtime.closing import take_back
from engine.runtime.drafts import save_draft
from engine.runtime.joining import join_open_case
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import TaskState

blueprint = Blueprint("pages_tasks", __name__)

SAVED = "Saved. You find it in your inbox when you come back."
RELEASED = "Given back. Your draft is kept, and your colleagues see that nobody works on it."
JOINED = "You can see this case from now on. Yours was taken back, and nothing of it was sent."
FOR_OTHERS = "This step is for somebody else now."
OTHER_TAB = "You saved other text for this step in another tab. Both are on this page."
FORM_CHANGED = "The questions have changed since you opened this page. Nothing has been sent yet."


class FormChanged(Exception):
    """What was sent has answers to questions that the form does not have any more."""


COME_BACK = (
    AnswersInvalidError,
    AnswersQuestionedError,
    DraftChangedError,
    FormChanged,
    TaskClaimedError,
)
"""What the person can do something about: the form comes back as it was typed."""


@blueprint.get("/tasks/<uuid:user_task_id>")
@open_to(SIGNED_IN)
def show_task(user_task_id: uuid.UUID) -> ResponseReturnValue:
    """Show a task with its form; one that is closed, or for others, says so."""
    actor = required_actor()
    task = find_task(actor, user_task_id)
    unsent = kept_here(actor)
    if task.state != TaskState.OPEN:
        return closed_page(actor, task, unsent)
    if not task.may_do:
        if unsent:
            return kept_page(actor, task, unsent[0].fields, FOR_OTHERS)
        return redirect(url_for("pages_cases.show_case", reference=task.reference))
    if not unsent:
        return open_page(actor, task)
    answers = read_answers(task, unsent[0].fields)
    return open_page(actor, task, Shown(answers, notice=NOTHING_SENT, unsent=unsent))


@blueprint.post("/tasks/<uuid:user_task_id>")
@open_to(SIGNED_IN)
@keeps_text
def send_task(user_task_id: uuid.UUID) -> ResponseReturnValue:
    """Complete the task, keep the draft, or take the task over, as the button said."""
    actor = required_actor()
    task = find_task(actor, user_task_id)
    if not is_written_by(actor, request.form):
        return kept_page(actor, task, request.form, OTHER_WRITER), 409
    try:
        answer = _send(actor, task, request.form)
    except TaskMovedOnError as moved_on:
        forget_kept_form()
        moved = find_task(actor, user_task_id)
        return moved_on_page(actor, moved, moved_on, request.form), 409
    except COME_BACK as refused:
        return _typed_page(actor, user_task_id, refused)
    forget_kept_form()
    return answer


@blueprint.post("/tasks/<uuid:user_task_id>/draft")
@open_to(SIGNED_IN)
def autosave_draft(user_task_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what is being typed; answers the script, not a person."""
    actor = required_actor()
    try:
        task = find_task(actor, user_task_id)
        answers = read_answers(task, request.form)
        seen = read_seen(request.form)
        saved_at = save_draft(current_engine(), actor, user_task_id, answers, seen=seen)
    except EngineError as refused:
        return problem(STATUS[refused.code], code=refused.code, detail=str(refused))
    return jsonify(saved_at=saved_at.isoformat())


@blueprint.post("/tasks/<uuid:user_task_id>/claim")
@open_to(SIGNED_IN)
def claim_task(user_task_id: uuid.UUID) -> ResponseReturnValue:
    """Tell colleagues that the person works on the task."""
    actor = required_actor()
    try:
        claim_user_task(current_engine(), actor, user_task_id)
    except (TaskClaimedError, TaskMovedOnError) as refused:
        flash(str(refused), "alert")
        return redirect(url_for("pages_inbox.show_inbox"))
    return redirect(url_for(".show_task", user_task_id=user_task_id))


@blueprint.post("/tasks/<uuid:user_task_id>/release")
@open_to(SIGNED_IN)
def release_task(user_task_id: uuid.UUID) -> ResponseReturnValue:
    """Give a claim back, so that colleagues know that nobody works on the task."""
    try:
        release_user_task(current_engine(), required_actor(), user_task_id)
        flash(RELEASED, "success")
    except TaskMovedOnError as refused:
        flash(str(refused), "alert")
    return redirect(url_for("pages_inbox.show_inbox"))


@blueprint.get("/tasks/<uuid:user_task_id>/sent")
@open_to(SIGNED_IN)
def show_sent(user_task_id: uuid.UUID) -> ResponseReturnValue:
    """Say in a sentence what happens next."""
    actor = required_actor()
    task = find_task(actor, user_task_id)
    if task.state == TaskState.OPEN:
        return redirect(url_for(".show_task", user_task_id=user_task_id))
    return sent_page(actor, task)


def _typed_page(
    actor: Actor, user_task_id: uuid.UUID, refused: Exception
) -> tuple[str, HTTPStatus]:
    """Show the form as it was sent, with what keeps it from going on."""
    task = find_task(actor, user_task_id)
    shown, status = Shown(read_answers(task, request.form)), HTTPStatus.CONFLICT
    match refused:
        case AnswersInvalidError() | AnswersQuestionedError():
            shown, status = replace(shown, errors=refused.errors), HTTPStatus.UNPROCESSABLE_ENTITY
        case FormChanged():
            shown = replace(shown, notice=FORM_CHANGED)
        case DraftChangedError():
            shown = replace(shown, notice=OTHER_TAB, is_other_draft_shown=True)
    return open_page(actor, task, shown), status


def _send(actor: Actor, task: TaskDetails, form: MultiDict[str, str]) -> ResponseReturnValue:
    engine = current_engine()
    answers = read_answers(task, form)
    if TAKE_OVER in form:
        save_draft(engine, actor, task.id, answers)
        claim_user_task(engine, actor, task.id, take_over=True)
        return redirect(url_for(".show_task", user_task_id=task.id))
    if SAVE in form:
        save_draft(engine, actor, task.id, answers, seen=read_seen(form))
        if not task.is_danger and tells_danger(task, form):
            # No “Done”: the page of the step says first that nobody has been told yet.
            return redirect(url_for(".show_task", user_task_id=task.id))
        flash(SAVED, "success")
        return redirect(url_for("pages_inbox.show_inbox"))
    if form.get(WHAT_NEXT) == JOIN:
        reference = join_open_case(engine, actor, task.id, own_answers(answers))
        take_back(engine, actor, task.reference, joined=reference)
        flash(JOINED, "success")
        return redirect(url_for("pages_cases.show_case", reference=reference))
    return _complete(actor, task, form, answers)


def _complete(
    actor: Actor, task: TaskDetails, form: MultiDict[str, str], answers: dict[str, Any]
) -> ResponseReturnValue:
    engine, key = current_engine(), form.get("idempotency_key")
    own, remarks = own_answers(answers), remarks_in(answers, read_typed(form))
    strays = own.keys() & strays_of(task, form)
    if strays:
        # Typed into questions that are gone: kept, and shown before anything is sent without them.
        save_draft(engine, actor, task.id, answers)
        if not tells_danger(task, form):
            raise FormChanged
        own = {name: answer for name, answer in own.items() if name not in strays}
    complete_user_task(engine, actor, task.id, own, remarks=remarks, idempotency_key=key)
    return redirect(url_for(".show_sent", user_task_id=task.id))
