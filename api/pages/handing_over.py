"""Hand a task over to a colleague with a note, or take it over from one who is away."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, keeps_text, open_to
from api.auth import required_actor
from api.errors import STATUS
from api.extensions import current_engine
from api.pages.hand_over_form import (
    NOTHING_TYPED,
    HandOverForm,
    TypedHandOver,
    on_page,
    read_hand_over,
)
from api.pages.kept import (
    NOTHING_SENT,
    OTHER_WRITER,
    KeptForm,
    forget_kept_form,
    is_written_by,
    kept_here,
)
from api.reading import reading
from engine.errors import (
    AnswersInvalidError,
    AnswersQuestionedError,
    FieldProblem,
    NotAllowedError,
    TaskMovedOnError,
)
from engine.queries.names import person_names
from engine.queries.tasks import TaskDetails, load_task
from engine.runtime.claims import claim_user_task
from engine.runtime.comments import TEXT
from engine.runtime.handing_over import hand_over_user_task
from engine.runtime.task_colleagues import TaskColleague, colleagues_of

blueprint = Blueprint("pages_handing_over", __name__)

HANDED_OVER = "Handed over. {name} is told, and has the step from now on."


@blueprint.get("/tasks/<uuid:user_task_id>/hand-over")
@open_to(SIGNED_IN)
def show_hand_over(user_task_id: uuid.UUID) -> ResponseReturnValue:
    """Ask which colleague goes on, and what they should know."""
    unsent = kept_here(required_actor())
    try:
        if not unsent:
            return _page(user_task_id)
        typed = read_hand_over(unsent[0].fields, kept_id=unsent[0].id)
        return _page(user_task_id, typed, notice=NOTHING_SENT, unsent=unsent[1:])
    except (NotAllowedError, TaskMovedOnError) as refused:
        note = unsent[0].fields.get(TEXT, "") if unsent else ""
        return _refused(user_task_id, refused, note)


@blueprint.post("/tasks/<uuid:user_task_id>/hand-over")
@open_to(SIGNED_IN)
@keeps_text
def hand_over(user_task_id: uuid.UUID) -> ResponseReturnValue:
    """Hand the task over, or show what is wrong or asked."""
    engine, actor = current_engine(), required_actor()
    typed = read_hand_over(request.form)
    if not is_written_by(actor, request.form):
        return _not_sent(user_task_id, OTHER_WRITER, typed.note), 409
    key, chosen = request.form.get("idempotency_key"), typed.hand_over
    try:
        hand_over_user_task(engine, actor, user_task_id, chosen, idempotency_key=key)
    except (AnswersInvalidError, AnswersQuestionedError) as refused:
        return _page(user_task_id, typed, [on_page(one) for one in refused.errors]), 422
    except (NotAllowedError, TaskMovedOnError) as refused:
        forget_kept_form()
        return _refused(user_task_id, refused, typed.note)
    forget_kept_form()
    with reading() as work:
        name = person_names(work, [chosen.to])[chosen.to]
    flash(HANDED_OVER.format(name=name), "success")
    return redirect(url_for("pages_inbox.show_inbox"))


@blueprint.post("/tasks/<uuid:user_task_id>/take-over")
@open_to(SIGNED_IN)
def take_over(user_task_id: uuid.UUID) -> ResponseReturnValue:
    """Take a task over from a colleague who claimed it and is away."""
    try:
        claim_user_task(current_engine(), required_actor(), user_task_id, take_over=True)
    except (NotAllowedError, TaskMovedOnError) as refused:
        flash(str(refused), "alert")
    return _to_task(user_task_id)


def _task(user_task_id: uuid.UUID) -> TaskDetails:
    engine = current_engine()
    with reading() as work:
        return load_task(engine, work, required_actor(), user_task_id)


def _colleagues(user_task_id: uuid.UUID) -> tuple[TaskColleague, ...]:
    """Return to whom the person can hand the task over."""
    engine = current_engine()
    with reading() as work:
        return colleagues_of(work, required_actor(), user_task_id, engine.clock.now())


def _page(
    user_task_id: uuid.UUID,
    typed: TypedHandOver = NOTHING_TYPED,
    problems: Sequence[FieldProblem] = (),
    *,
    notice: str = "",
    unsent: Sequence[KeptForm] = (),
) -> str:
    colleagues = _colleagues(user_task_id)
    return render_template(
        "pages/hand_over.html",
        task=_task(user_task_id),
        form=HandOverForm(colleagues, typed, tuple(problems), required_actor().person_id),
        notice=notice,
        unsent=[(one.id, [("Your note", one.fields.get(TEXT, ""))]) for one in unsent],
    )


def _refused(
    user_task_id: uuid.UUID, refused: NotAllowedError | TaskMovedOnError, note: str
) -> ResponseReturnValue:
    """Say why nothing was handed over; what was typed is shown, else the page of the task."""
    if note.strip():
        return _not_sent(user_task_id, str(refused), note), STATUS[refused.code]
    flash(str(refused), "alert")
    return _to_task(user_task_id)


def _not_sent(user_task_id: uuid.UUID, reason: str, note: str) -> str:
    return render_template(
        "pages/text_not_sent.html",
        reason=reason,
        reference=_task(user_task_id).reference,
        kept=[("Your note", note)] if note else [],
    )


def _to_task(user_task_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("pages_tasks.show_task", user_task_id=user_task_id))
