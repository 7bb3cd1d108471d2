"""Comments on a case: the form to write one, and what becomes of what was typed."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from api.access import SIGNED_IN, keeps_text, open_to
from api.auth import required_actor
from api.errors import STATUS
from api.extensions import current_engine
from api.pages.comment_form import NOTHING_TYPED, CommentForm, TypedComment, known_id, read_comment
from api.pages.kept import (
    NOTHING_SENT,
    OTHER_WRITER,
    KeptForm,
    forget_kept_form,
    is_written_by,
    kept_here,
)
from api.reading import reading
from engine.access import Actor
from engine.errors import (
    AnswersInvalidError,
    AnswersQuestionedError,
    FieldProblem,
    NotAllowedError,
)
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.participants import participants_of
from engine.runtime.comment_place import find_comment_place
from engine.runtime.comments import TEXT, write_comment

blueprint = Blueprint("pages_comments", __name__)


@blueprint.get("/cases/<reference>/comments")
@open_to(SIGNED_IN)
def show_writing(reference: str) -> ResponseReturnValue:
    """Offer the form alone: beside a task, or with what was typed before the log-in."""
    unsent = kept_here(required_actor())
    if not unsent:
        return _page(reference, TypedComment(task=known_id(request.args.get("task", ""))))
    typed = read_comment(unsent[0].fields, kept_id=unsent[0].id)
    return _page(reference, typed, notice=NOTHING_SENT, unsent=unsent[1:])


@blueprint.post("/cases/<reference>/comments")
@open_to(SIGNED_IN)
@keeps_text
def write(reference: str) -> ResponseReturnValue:
    """Write the comment, or show what is wrong with it or asked about it."""
    actor, typed = required_actor(), read_comment(request.form)
    if not is_written_by(actor, request.form):
        return _not_sent(reference, request.form), 409
    problems = typed.problems()
    if problems:
        return _page(reference, typed, problems), 422
    try:
        written = write_comment(
            current_engine(),
            actor,
            reference,
            typed.comment(),
            idempotency_key=request.form.get("idempotency_key"),
        )
    except (AnswersInvalidError, AnswersQuestionedError) as refused:
        return _page(reference, typed, refused.errors), 422
    except NotAllowedError as refused:
        return _page(reference, typed, notice=str(refused)), STATUS[refused.code]
    forget_kept_form()
    return _written(reference, typed, written)


def comment_form(
    work: UnitOfWork,
    actor: Actor,
    reference: str,
    typed: TypedComment = NOTHING_TYPED,
    problems: Sequence[FieldProblem] = (),
) -> CommentForm:
    """Return the form for somebody's comment.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    return CommentForm(
        place=find_comment_place(work, actor, reference),
        agencies=tuple(one.agency_name for one in participants_of(work, reference)),
        typed=typed,
        problems=tuple(problems),
        person_id=actor.person_id,
        idempotency_key=uuid.uuid4().hex,
    )


def _written(reference: str, typed: TypedComment, written: int) -> Response:
    """Go back to where it was written."""
    anchor = f"comment-{written}"
    if typed.task:
        task_id = uuid.UUID(typed.task)
        return redirect(url_for("pages_tasks.show_task", user_task_id=task_id, _anchor=anchor))
    return redirect(url_for("pages_cases.show_case", reference=reference, _anchor=anchor))


def _page(
    reference: str,
    typed: TypedComment,
    problems: Sequence[FieldProblem] = (),
    *,
    notice: str = "",
    unsent: Sequence[KeptForm] = (),
) -> str:
    with reading() as work:
        form = comment_form(work, required_actor(), reference, typed, problems)
    return render_template(
        "pages/comment.html",
        reference=reference,
        form=form,
        notice=notice,
        unsent=[(one.id, [("Your comment", one.fields.get(TEXT, ""))]) for one in unsent],
    )


def _not_sent(reference: str, posted: MultiDict[str, str]) -> str:
    return render_template(
        "pages/text_not_sent.html",
        reason=OTHER_WRITER,
        reference=reference,
        kept=[("Your comment", posted.get(TEXT, ""))],
    )
