"""One task: what to do and until when, the form, and what becomes of what is sent."""

import uuid

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from api.access import SIGNED_IN, keeps_text, open_to
from api.auth import required_actor
from api.errors import STATUS, problem
from api.extensions import current_engine
from api.pages import task_views
from api.pages.kept import forget_kept_form, is_written_by, kept_forms
from api.pages.late import own_answers, remarks_in
from api.pages.questions import JOIN, WHAT_NEXT, read_typed
from engine.access import Actor
from engine.errors import (
    AnswersInvalidError,
    AnswersQuestionedError,
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
NOTHING_SENT = "You had been logged out. Here is what you typed; nothing has been sent yet."
FOR_OTHERS = "This step is for somebody else now."
OTHER_WRITER = "Somebody else typed this on the same computer. It has not been sent."


@blueprint.get("/tasks/<uuid:user_task_id>")
@open_to(SIGNED_IN)
def show_task(user_task_id: uuid.UUID) -> ResponseReturnValue:
    """Show a task with its form; one that is closed, or for others, says so."""
    actor = required_actor()
    task = task_views.find_task(actor, user_task_id)
    unsent = [form for form in kept_forms(actor) if form.path == request.path]
    if task.state != TaskState.OPEN:
        return task_views.closed_page(actor, task, unsent)
    if not task.may_do:
        if unsent:
            return task_views.kept_page(actor, task, unsent[0].fields, FOR_OTHERS)
        return redirect(url_for("pages_cases.show_case", reference=task.reference))
    if not unsent:
        return task_views.open_page(actor, task)
    answers = task_views.read_answers(task, unsent[0].fields)
    return task_views.open_page(actor, task, answers=answers, notice=NOTHING_SENT, unsent=unsent)


@blueprint.post("/tasks/<uuid:user_task_id>")
@open_to(SIGNED_IN)
@keeps_text
def send_task(user_task_id: uuid.UUID) -> ResponseReturnValue:
    """Complete the task, keep the draft, or take the task over, as the button said."""
    actor = required_actor()
    task = task_views.find_task(actor, user_task_id)
    if not is_written_by(actor, request.form):
        return task_views.kept_page(actor, task, request.form, OTHER_WRITER), 409
    try:
        answer = _send(actor, task, request.form)
    except AnswersInvalidError as invalid:
        answers = task_views.read_answers(task, request.form)
        return task_views.open_page(actor, task, answers=answers, errors=invalid.errors), 422
    except AnswersQuestionedError as questioned:
        answers = task_views.read_answers(task, request.form)
        return task_views.open_page(actor, task, answers=answers, errors=questioned.errors), 422
    except TaskClaimedError:
        answers = task_views.read_answers(task, request.form)
        claimed = task_views.find_task(actor, user_task_id)
        return task_views.open_page(actor, claimed, answers=answers), 409
    except TaskMovedOnError as moved_on:
        forget_kept_form()
        moved = task_views.find_task(actor, user_task_id)
        return task_views.moved_on_page(actor, moved, moved_on, request.form), 409
    forget_kept_form()
    return answer


@blueprint.post("/tasks/<uuid:user_task_id>/draft")
@open_to(SIGNED_IN)
def autosave_draft(user_task_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what is being typed; answers the script, not a person."""
    actor = required_actor()
    try:
        task = task_views.find_task(actor, user_task_id)
        answers = task_views.read_answers(task, request.form)
        saved_at = save_draft(current_engine(), actor, user_task_id, answers)
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
    task = task_views.find_task(actor, user_task_id)
    if task.state == TaskState.OPEN:
        return redirect(url_for(".show_task", user_task_id=user_task_id))
    return task_views.sent_page(actor, task)


def _send(actor: Actor, task: TaskDetails, form: MultiDict[str, str]) -> ResponseReturnValue:
    engine = current_engine()
    answers = task_views.read_answers(task, form)
    if "take_over" in form:
        save_draft(engine, actor, task.id, answers)
        claim_user_task(engine, actor, task.id, take_over=True)
        return redirect(url_for(".show_task", user_task_id=task.id))
    if "save" in form:
        save_draft(engine, actor, task.id, answers)
        flash(SAVED, "success")
        return redirect(url_for("pages_inbox.show_inbox"))
    if form.get(WHAT_NEXT) == JOIN:
        reference = join_open_case(engine, actor, task.id, own_answers(answers))
        take_back(engine, actor, task.reference, joined=reference)
        flash(JOINED, "success")
        return redirect(url_for("pages_cases.show_case", reference=reference))
    key = form.get("idempotency_key")
    own, remarks = own_answers(answers), remarks_in(answers, read_typed(form))
    complete_user_task(engine, actor, task.id, own, remarks=remarks, idempotency_key=key)
    return redirect(url_for(".show_sent", user_task_id=task.id))
