"""Act on process instances: questions, then what would happen, then the reason, then done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.effect_words import ShownPreview, agencies_in, present_preview
from api.pages.operation_choice import Choice, read_choice
from api.pages.operation_questions import (
    ShownQuestion,
    read_answers,
    show_questions,
    typed_answers,
)
from api.reading import reading
from engine.errors import InputRefusedError
from engine.operations.asking import ask_operation
from engine.operations.kind import Kind
from engine.operations.kinds import kind_of
from engine.operations.previewing import preview_operation
from engine.queries.names import agency_names

blueprint = Blueprint("pages_operations_acts", __name__)

MOST_PREVIEWED: Final = 20
CHANGED: Final = (
    "Other process instances fit now than before. Look again at what would happen, then confirm."
)


@dataclass(frozen=True)
class ActView:
    """An act as its pages show it."""

    kind: Kind
    choice: Choice
    questions: tuple[ShownQuestion, ...]
    previews: tuple[ShownPreview, ...] = ()

    @property
    def only(self) -> tuple[Any, str] | None:
        """The id and the reference, when it is for one process instance."""
        references = self.choice.references
        return next(iter(references.items())) if len(references) == 1 else None

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the page of the preview sends on."""
        answers = [(one.name, one.typed) for one in self.questions if one.typed]
        return [*self.choice.fields, *answers]

    @property
    def possible(self) -> int:
        """How many of the previewed instances it can be done with."""
        return sum(preview.can_be_done for preview in self.previews)

    @property
    def is_possible(self) -> bool:
        """Whether there may be one that it can be done with."""
        return self.possible > 0 or len(self.choice.references) > len(self.previews)

    @property
    def cannot_answer(self) -> bool:
        """Whether a question has to be answered, and there is nothing to choose."""
        return any(one.control == "nothing" and one.is_required for one in self.questions)


@blueprint.get("/operations/acts/<kind>")
@open_to(ADMINISTRATORS)
def show_act(kind: str) -> ResponseReturnValue:
    """Ask what has to be known; of a kind that asks nothing, show at once what would happen."""
    view = _view(kind, request.args)
    if not view.kind.questions:
        return _preview(view, {})
    return _form(view)


@blueprint.post("/operations/acts/<kind>")
@open_to(ADMINISTRATORS)
def act(kind: str) -> ResponseReturnValue:
    """Show what would happen and, once that is confirmed with a reason, do it."""
    view = _view(kind, request.form)
    if "change" in request.form:
        return _form(view)
    try:
        answers = read_answers(view.kind, typed_answers(view.kind, request.form))
        if "confirmed" not in request.form:
            return _preview(view, answers)
    except InputRefusedError as refused:
        return _form(view, problem=str(refused)), 422
    if request.form.get("total") != str(len(view.choice.references)):
        return _preview(view, answers, notice=CHANGED), 409
    reason = request.form.get("reason", "")
    try:
        operation_id = ask_operation(
            current_engine(), required_actor(), kind, view.choice.ids, answers, reason
        )
    except InputRefusedError as refused:
        return _preview(view, answers, problem=str(refused)), 422
    return redirect(url_for("pages_operations_log.show_operation", operation_id=operation_id))


def _view(key: str, sent: MultiDict[str, str]) -> ActView:
    engine, actor, kind = current_engine(), required_actor(), kind_of(key)
    with reading() as work:
        choice = read_choice(engine, work, actor, sent)
    typed = typed_answers(kind, sent)
    return ActView(kind, choice, show_questions(engine, actor, kind, choice.ids, typed))


def _form(view: ActView, *, problem: str = "") -> str:
    return render_template("pages/operations_act.html", view=view, problem=problem)


def _preview(
    view: ActView, answers: Mapping[str, Any], *, problem: str = "", notice: str = ""
) -> str:
    engine = current_engine()
    previews = preview_operation(
        engine, required_actor(), view.kind.key, view.choice.ids[:MOST_PREVIEWED], answers
    )
    with reading() as work:
        agencies = agency_names(work, [key for one in previews for key in agencies_in(one)])
    now = engine.clock.now()
    shown = tuple(present_preview(one, agencies, now) for one in previews)
    return render_template(
        "pages/operations_preview.html",
        view=ActView(view.kind, view.choice, view.questions, shown),
        problem=problem,
        notice=notice,
        reason=request.form.get("reason", ""),
    )
