"""The page of an open task."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import render_template, request
from markupsafe import Markup

from api.extensions import current_engine
from api.pages.earlier import said_before
from api.pages.kept import KEPT_ID, KeptForm
from api.pages.late import late_part, own_answers
from api.pages.limits import limit_in_words
from api.pages.questions import below_fields, by_field, read_typed
from api.pages.said import SaidPresenter, presenter_of
from api.pages.shown_form import is_question, summary_of
from api.pages.typed import unsent_parts
from api.pages.who_is_asked import below_agency
from api.pages.wording import instant_in_words
from api.reading import reading
from engine.access import Actor
from engine.errors import FieldProblem
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.tasks import TaskDetails, load_task
from engine.runtime.questions import reports_danger
from engine.runtime.task_forms import TaskForm, open_form
from engine.runtime.text_questions import Question
from forms.leftovers import find_leftovers
from forms.rendering import render_form


@dataclass(frozen=True)
class Shown:
    """What an open task is shown with, besides what is stored."""

    answers: Mapping[str, Any] | None = None
    """Shown instead of the draft."""
    errors: Sequence[FieldProblem] = ()
    """They may be questions, too; what is asked stands under its field."""
    notice: str = ""
    unsent: Sequence[KeptForm] = ()
    """Forms that came after the session had ended. The first is in the answers."""
    is_other_draft_shown: bool = field(default=False)
    """Whether the stored draft stands beside the answers: it came from another tab."""


AS_STORED = Shown()


def find_task(actor: Actor, user_task_id: uuid.UUID) -> TaskDetails:
    """Return a task of a case that has reached the actor.

    Raises:
        NotFoundError: there is none.
    """
    engine = current_engine()
    with reading() as work:
        return load_task(engine, work, actor, user_task_id)


def open_page(actor: Actor, task: TaskDetails, shown: Shown = AS_STORED) -> str:
    """Render an open task."""
    engine = current_engine()
    with reading() as work:
        form = open_form(engine, work, actor, task.id)
        presenter = presenter_of(engine, work, actor, task.reference)
        earlier = said_before(engine, work, actor, task, presenter)
        other_drafts = [presenter.present_draft(draft, form.form) for draft in task.other_drafts]
        parts = form_parts(work, presenter, form, shown, engine.clock.now())
    return render_template(
        "pages/task.html",
        task=task,
        notice=shown.notice,
        why_due=_why_due(task, engine.clock.now()),
        what_to_do=task.documentation.split("\n\n"),
        earlier=earlier,
        other_drafts=other_drafts,
        drafts_heading=_drafts_heading(task, actor),
        form_title=form.form.title,
        problems=summary_of(shown.errors),
        is_question=is_question(shown.errors),
        draft_saved_at=form.draft_saved_at,
        is_draft_shown=shown.answers is None,
        idempotency_key=uuid.uuid4().hex,
        person_id=actor.person_id,
        can_alert=not task.is_danger,
        is_danger_unsent=not task.is_danger and reports_danger(form.form, _answers(form, shown)),
        kept_id=shown.unsent[0].id if shown.unsent else request.form.get(KEPT_ID, ""),
        **parts,
    )


def _drafts_heading(task: TaskDetails, actor: Actor) -> str:
    own = [draft.agency_key in actor.agencies for draft in task.other_drafts]
    if not any(own):
        return "The other side’s draft" if len(own) == 1 else "Drafts of the other agencies"
    return "A colleague’s draft" if len(own) == 1 else "Drafts of others"


def form_parts(
    work: UnitOfWork, presenter: SaidPresenter, form: TaskForm, shown: Shown, now: datetime
) -> dict[str, Any]:
    """Return the fields, what is asked beside them, and what has no place among them."""
    own = _answers(form, shown)
    asked = [problem for problem in shown.errors if isinstance(problem, Question)]
    unsent = shown.unsent
    below = below_fields(asked, read_typed(unsent[0].fields if unsent else request.form))
    errors = by_field(shown.errors)
    leftovers = find_leftovers(form.form, own, form.context)
    other = form.answers if shown.is_other_draft_shown else {}
    return {
        "fields": _fields(form, own, errors, below | below_agency(work, form, own, below, now)),
        "late": late_part(form.late, shown.answers, errors, now, below) if form.late else None,
        "leftovers": presenter.labelled(form.form, {**form.leftovers, **leftovers}),
        "other_tab": presenter.labelled(form.form, other),
        "unsent": unsent_parts(presenter, form.form, unsent[1:]),
    }


def _answers(form: TaskForm, shown: Shown) -> Mapping[str, Any]:
    """Return the answers with which the form is filled in."""
    return form.answers if shown.answers is None else own_answers(shown.answers)


def _fields(
    form: TaskForm,
    answers: Mapping[str, Any],
    errors: Sequence[FieldProblem],
    below: Mapping[str, Markup],
) -> Markup:
    return render_form(
        form.form,
        answers,
        errors=errors,
        below=below,
        context=form.context,
        functions=form.functions,
    )


def _why_due(task: TaskDetails, now: datetime) -> str:
    if task.due_at is None:
        return ""
    limit = limit_in_words(task.due_reason, task.due_counting, task.opened_at, now)
    due = f" It was due {instant_in_words(task.due_at, now)}." if task.is_overdue else ""
    return limit + due
