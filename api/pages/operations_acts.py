"""Act on process instances: questions, then what would happen, then the reason, then done.

What can be chosen may depend on another question; those stand on a second page.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from api.access import ADMINISTRATORS, keeps_text, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.effect_words import ShownPreview, agencies_in, present_preview
from api.pages.kept import KEPT_ID, NOTHING_SENT, KeptForm, forget_kept_form, kept_here
from api.pages.operation_choice import Choice, read_choice
from api.pages.operation_fields import NOTHING
from api.pages.operation_questions import (
    FIRST,
    PAGE,
    SECOND,
    ShownQuestion,
    read_answers,
    show_questions,
)
from api.reading import reading
from engine.errors import InputRefusedError, OperationRefusedError
from engine.operations.asking import Looked, ask_operation
from engine.operations.kind import Kind
from engine.operations.kinds import kind_of
from engine.operations.previewing import ItemPreview, preview_operation
from engine.queries.names import agency_names

blueprint = Blueprint("pages_operations_acts", __name__)

MOST_PREVIEWED: Final = 20
PROBLEM: Final = "There is a problem"
REFUSED: Final = "It cannot be done"
NOT_DONE: Final = "Not done"
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
    reason: str = ""
    """What was typed into the last page so far."""
    kept_id: str = ""
    """The kept text from which the pages are filled in, if any."""

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
    def is_missing(self) -> bool:
        """Whether a question of the first page has not been answered yet."""
        return any(one.is_required and not one.typed for one in self.on(FIRST))

    @property
    def last_page(self) -> str:
        """The page on which the last questions were asked."""
        return FIRST if self.is_missing else self.page_after(FIRST) or FIRST

    def on(self, page: str) -> tuple[ShownQuestion, ...]:
        """Return the questions of a page."""
        return tuple(one for one in self.questions if one.page == page)

    def page_after(self, page: str) -> str | None:
        """Return the page of questions after one; None: what would happen comes next."""
        asks = any(one.is_required or one.control != NOTHING for one in self.on(SECOND))
        return SECOND if page == FIRST and asks else None


@blueprint.get("/operations/acts/<kind>")
@open_to(ADMINISTRATORS)
def show_act(kind: str) -> ResponseReturnValue:
    """Ask what has to be known; where nothing is left to ask, show at once what would happen."""
    unsent = kept_here(required_actor())
    if unsent and not request.args:
        return _show_unsent(kind, unsent[0])
    view = _view(kind, request.args)
    further = FIRST if view.is_missing else view.page_after(FIRST)
    return _form(view, further) if further else _show_preview(view)


@blueprint.post("/operations/acts/<kind>")
@open_to(ADMINISTRATORS)
@keeps_text
def act(kind: str) -> ResponseReturnValue:
    """Show what would happen and, once that is confirmed with a reason, do it."""
    view, page = _view(kind, request.form), request.form.get(PAGE, "")
    # On the second page a question of the procedure may have any name.
    if page != SECOND and "change" in request.form:
        return _form(view, FIRST)
    further = None if view.is_missing else view.page_after(page)
    if further:
        return _form(view, further)
    if not page and "confirmed" in request.form:
        return _carry_out(view)
    return _show_preview(view)


def _view(key: str, sent: MultiDict[str, str]) -> ActView:
    engine, actor, kind = current_engine(), required_actor(), kind_of(key)
    with reading() as work:
        choice = read_choice(engine, work, actor, sent)
    return ActView(
        kind,
        choice,
        show_questions(engine, actor, kind, choice.ids, sent),
        # On the second page a question of the procedure may have that name.
        reason="" if sent.get(PAGE) else sent.get("reason", ""),
        kept_id=sent.get(KEPT_ID, ""),
    )


def _show_unsent(key: str, unsent: KeptForm) -> ResponseReturnValue:
    """Show again what was typed before the session ended."""
    view = replace(_view(key, unsent.fields), kept_id=unsent.id)
    page = unsent.fields.get(PAGE) or (FIRST if view.is_missing else "")
    if page:
        return _form(view, page, problem=NOTHING_SENT, title=NOT_DONE)
    return _show_preview(view, notice=NOTHING_SENT)


def _form(view: ActView, page: str, *, problem: str = "", title: str = PROBLEM) -> str:
    return render_template(
        "pages/operations_act.html",
        view=view,
        page=page,
        problem=problem,
        problem_title=title,
        writer=required_actor().person_id,
    )


def _show_preview(view: ActView, *, problem: str = "", notice: str = "") -> ResponseReturnValue:
    """Show what would happen; what cannot be done is said beside what was answered."""
    engine, actor = current_engine(), required_actor()
    ids = view.choice.ids[:MOST_PREVIEWED]
    try:
        answers = read_answers(view.kind, view.questions)
        previews = preview_operation(engine, actor, view.kind.key, ids, answers)
    except InputRefusedError as refused:
        return _form(view, view.last_page, problem=str(refused)), 422
    if view.only and view.questions and previews[0].effect is None:
        return _form(view, view.last_page, problem=previews[0].outcome, title=REFUSED), 409
    html = _preview(view, previews, problem, notice)
    return html, 409 if notice and request.method == "POST" else 422 if problem else 200


def _preview(view: ActView, previews: Sequence[ItemPreview], problem: str, notice: str) -> str:
    with reading() as work:
        agencies = agency_names(work, [key for one in previews for key in agencies_in(one)])
    now = current_engine().clock.now()
    shown = tuple(present_preview(one, agencies, now) for one in previews)
    return render_template(
        "pages/operations_preview.html",
        view=replace(view, previews=shown),
        operation_id=uuid.uuid4(),
        revision=previews[0].revision if view.only else "",
        problem=problem,
        notice=notice,
        writer=required_actor().person_id,
    )


def _carry_out(view: ActView) -> ResponseReturnValue:
    engine, actor, form = current_engine(), required_actor(), request.form
    if form.get("total") != str(len(view.choice.references)):
        return _show_preview(view, notice=CHANGED)
    key, ids, reason = view.kind.key, view.choice.ids, form.get("reason", "")
    try:
        answers = read_answers(view.kind, view.questions)
        asked = ask_operation(engine, actor, key, ids, answers, reason, _looked(form))
    except InputRefusedError as refused:
        return _show_preview(view, problem=str(refused))
    except OperationRefusedError as refused:
        return _show_preview(view, notice=str(refused))
    forget_kept_form()
    return redirect(url_for("pages_operations_log.show_operation", operation_id=asked))


def _looked(form: MultiDict[str, str]) -> Looked | None:
    """Return what the page had shown; a page sent twice is one operation."""
    operation_id = form.get("operation", type=uuid.UUID)
    return Looked(operation_id, form.get("revision", type=int)) if operation_id else None
