"""Close a case outside its procedure: the form, then one look at what will happen."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.errors import STATUS
from api.extensions import current_engine
from api.pages.questions import below_fields, by_field, read_typed
from engine.definitions.application_forms import CLOSE_OTHER, application_form
from engine.errors import (
    AnswersInvalidError,
    AnswersQuestionedError,
    FieldProblem,
    InputRefusedError,
    NotAllowedError,
)
from engine.queries.closings import ClosingText
from engine.runtime.case_powers import Powers, powers_over
from engine.runtime.closing import close_case
from engine.runtime.closing_text import check_closing
from engine.runtime.text_questions import Question
from forms.posted import read_posted
from forms.rendering import render_answers, render_form

blueprint = Blueprint("pages_closing", __name__)

OWN_FIELDS = ("csrf_token", "change", "confirmed")
CLOSED = "{reference} is closed. Everybody whom it had reached is told."
STILL_IN_DANGER = "{reference} is closed. The danger task stays open until the child is safe."


@blueprint.get("/cases/<reference>/closing")
@open_to(SIGNED_IN)
def show_closing(reference: str) -> ResponseReturnValue:
    """Ask why the case is closed."""
    return _form(reference, _powers(reference))


@blueprint.post("/cases/<reference>/closing")
@open_to(SIGNED_IN)
def close(reference: str) -> ResponseReturnValue:
    """Show what will happen and, once that is confirmed, close the case."""
    powers = _powers(reference)
    form = application_form(CLOSE_OTHER)
    answers = read_posted(form, request.form)
    if "change" in request.form:
        return _form(reference, powers, answers)
    engine, kept = current_engine(), read_typed(request.form).reasons
    try:
        if "confirmed" not in request.form:
            return _confirmation(reference, check_closing(engine, reference, answers, kept))
        closed = close_case(engine, required_actor(), reference, answers, kept_reasons=kept)
    except (AnswersInvalidError, AnswersQuestionedError) as refused:
        return _form(reference, powers, answers, refused.errors), 422
    except (InputRefusedError, NotAllowedError) as refused:
        return _form(reference, powers, answers, notice=str(refused)), STATUS[refused.code]
    words = CLOSED if closed.ended else STILL_IN_DANGER
    flash(words.format(reference=reference), "success")
    return _back(reference, powers)


def _back(reference: str, powers: Powers) -> Response:
    """Go to the case, or to the list for somebody who closes without seeing it."""
    if powers.sees_it:
        return redirect(url_for("pages_cases.show_case", reference=reference))
    return redirect(url_for("pages_cases.list_all_cases"))


def closing_in_words(closing: ClosingText) -> list[tuple[str, str]]:
    """Return question and answer of what was written when a case was closed."""
    form = application_form(CLOSE_OTHER)
    shown = render_answers(form, closing.answers, context={}, visible=tuple(form.questions))
    return [*shown, *(("Why this stays", reason) for reason in closing.kept_reasons.values())]


def _powers(reference: str) -> Powers:
    with current_engine().open_reading() as work:
        return powers_over(work, required_actor(), reference)


def _form(
    reference: str,
    powers: Powers,
    answers: Mapping[str, Any] | None = None,
    errors: Sequence[FieldProblem] = (),
    notice: str = "",
) -> str:
    form = application_form(CLOSE_OTHER)
    asked = [problem for problem in errors if isinstance(problem, Question)]
    return render_template(
        "pages/closing.html",
        reference=reference,
        powers=powers,
        fields=render_form(
            form,
            answers or {},
            errors=by_field(errors),
            below=below_fields(asked, read_typed(request.form)),
            context={},
            functions={},
        ),
        is_question=bool(asked),
        problems=[{"text": e.message, "href": f"#{e.anchor}"} for e in errors],
        notice=notice,
    )


def _confirmation(reference: str, answers: Mapping[str, Any]) -> str:
    form = application_form(CLOSE_OTHER)
    shown = render_answers(form, answers, context={}, visible=tuple(form.questions))
    return render_template(
        "pages/closing_confirm.html",
        reference=reference,
        answers=shown,
        posted=[(k, v) for k, v in request.form.items(multi=True) if k not in OWN_FIELDS],
    )
