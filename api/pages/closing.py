"""Close a case outside its procedure: the form, then one look at what will happen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from api.access import SIGNED_IN, keeps_text, open_to
from api.auth import required_actor
from api.errors import STATUS
from api.extensions import current_engine
from api.pages.kept import (
    KEPT_ID,
    NOTHING_SENT,
    OTHER_WRITER,
    KeptForm,
    forget_kept_form,
    is_written_by,
    kept_here,
)
from api.pages.questions import Typed, read_typed
from api.pages.shown_form import fields_of, is_question, summary_of
from api.reading import reading
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
from forms.posted import read_posted
from forms.rendering import render_answers

blueprint = Blueprint("pages_closing", __name__)

OWN_FIELDS = ("csrf_token", "change", "confirmed")
CLOSED = "{reference} is closed. Everybody whom it had reached is told."
STILL_IN_DANGER = "{reference} is closed. The danger task stays open until the child is safe."

Rows = list[tuple[str, str]]
"""Questions, each with what was answered."""


@dataclass(frozen=True)
class TypedClosing:
    """What was typed into the form."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    said: Typed = field(default_factory=Typed)
    kept_id: str = ""

    @property
    def rows(self) -> Rows:
        """Question and answer, to be copied."""
        return _in_words(self.answers)


NOTHING_TYPED: Final = TypedClosing()


@blueprint.get("/cases/<reference>/closing")
@open_to(SIGNED_IN)
def show_closing(reference: str) -> ResponseReturnValue:
    """Ask why the case is closed."""
    powers = _powers(reference)
    unsent = kept_here(required_actor())
    if not unsent:
        return _form(reference, powers)
    if not powers.may_close:
        return _form(reference, powers, unsent=unsent)
    typed = _read(unsent[0].fields, kept_id=unsent[0].id)
    return _form(reference, powers, typed, notice=NOTHING_SENT, unsent=unsent[1:])


@blueprint.post("/cases/<reference>/closing")
@open_to(SIGNED_IN)
@keeps_text
def close(reference: str) -> ResponseReturnValue:
    """Show what will happen and, once that is confirmed, close the case."""
    powers, typed = _powers(reference), _read(request.form)
    if not is_written_by(required_actor(), request.form):
        return _not_sent(reference, typed), 409
    if "change" in request.form:
        return _form(reference, powers, typed)
    engine, answers, kept = current_engine(), typed.answers, typed.said.reasons
    try:
        if "confirmed" not in request.form:
            return _confirmation(reference, check_closing(engine, reference, answers, kept))
        closed = close_case(engine, required_actor(), reference, answers, kept_reasons=kept)
    except (AnswersInvalidError, AnswersQuestionedError) as refused:
        return _form(reference, powers, typed, refused.errors), 422
    except (InputRefusedError, NotAllowedError) as refused:
        return _form(reference, powers, typed, notice=str(refused)), STATUS[refused.code]
    forget_kept_form()
    words = CLOSED if closed.ended else STILL_IN_DANGER
    flash(words.format(reference=reference), "success")
    return _back(reference, powers)


def _back(reference: str, powers: Powers) -> Response:
    """Go to the case, or to the list for somebody who closes without seeing it."""
    if powers.sees_it:
        return redirect(url_for("pages_cases.show_case", reference=reference))
    return redirect(url_for("pages_cases.list_all_cases"))


def closing_in_words(closing: ClosingText) -> Rows:
    """Return question and answer of what was written when a case was closed."""
    return [
        *_in_words(closing.answers),
        *(("Why this stays", reason) for reason in closing.kept_reasons.values()),
    ]


def _powers(reference: str) -> Powers:
    with reading() as work:
        return powers_over(work, required_actor(), reference)


def _read(posted: MultiDict[str, str], *, kept_id: str = "") -> TypedClosing:
    answers = read_posted(application_form(CLOSE_OTHER), posted)
    return TypedClosing(answers, read_typed(posted), kept_id or posted.get(KEPT_ID, ""))


def _in_words(answers: Mapping[str, Any]) -> Rows:
    form = application_form(CLOSE_OTHER)
    return [*render_answers(form, answers, context={}, visible=tuple(form.questions))]


def _form(
    reference: str,
    powers: Powers,
    typed: TypedClosing = NOTHING_TYPED,
    errors: Sequence[FieldProblem] = (),
    *,
    notice: str = "",
    unsent: Sequence[KeptForm] = (),
) -> str:
    return render_template(
        "pages/closing.html",
        reference=reference,
        powers=powers,
        typed=typed,
        fields=fields_of(CLOSE_OTHER, typed.answers, typed.said, errors),
        person_id=required_actor().person_id,
        is_question=is_question(errors),
        problems=summary_of(errors),
        notice=notice,
        unsent=[(one.id, _read(one.fields).rows) for one in unsent],
    )


def _not_sent(reference: str, typed: TypedClosing) -> str:
    return render_template(
        "pages/text_not_sent.html", reason=OTHER_WRITER, reference=reference, kept=typed.rows
    )


def _confirmation(reference: str, answers: Mapping[str, Any]) -> str:
    return render_template(
        "pages/closing_confirm.html",
        reference=reference,
        answers=_in_words(answers),
        posted=[(k, v) for k, v in request.form.items(multi=True) if k not in OWN_FIELDS],
    )
