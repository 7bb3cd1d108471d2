"""The pages of a task: open, closed, moved on, sent."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import render_template, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from api.extensions import current_engine
from api.pages.kept import KEPT_ID, KeptForm
from api.pages.late import late_part, own_answers, read_late
from api.pages.limits import after_sending, limit_in_words
from api.pages.next_steps import ending_in_words, next_steps
from api.pages.questions import below_fields, by_field, read_typed
from api.pages.said import LabelledText, Said, SaidPresenter, latest_first, lead_first, presenter_of
from api.pages.wording import instant_in_words
from engine.access import Actor
from engine.context import Engine
from engine.definitions.application_forms import LATE, application_form
from engine.errors import FieldProblem, TaskMovedOnError
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_details import load_case
from engine.queries.case_limits import list_limits
from engine.queries.submissions import list_kept_texts, list_submissions
from engine.queries.tasks import TaskDetails, load_task
from engine.runtime.questions import Question
from engine.runtime.task_forms import TaskForm, open_form
from engine.vocabulary import TaskState
from forms.definition import FormDefinition
from forms.posted import read_posted
from forms.rendering import render_form


def find_task(actor: Actor, user_task_id: uuid.UUID) -> TaskDetails:
    """Return a task of a case that has reached the actor.

    Raises:
        NotFoundError: there is none.
    """
    engine = current_engine()
    with engine.open_reading() as work:
        return load_task(engine, work, actor, user_task_id)


def read_answers(task: TaskDetails, posted: MultiDict[str, str]) -> dict[str, Any]:
    """Return what was typed into the task's form, also when the task is closed."""
    engine = current_engine()
    with engine.open_reading() as work:
        return {**read_posted(_form_of(engine, work, task), posted), **read_late(posted)}


def open_page(
    actor: Actor,
    task: TaskDetails,
    *,
    answers: Mapping[str, Any] | None = None,
    errors: Sequence[FieldProblem] = (),
    notice: str = "",
    unsent: Sequence[KeptForm] = (),
) -> str:
    """Render an open task; `answers` are shown instead of the draft.

    `errors` may be questions, too; what is asked stands under its field.
    `unsent`: forms that came after the session had ended. The first is in the answers.
    """
    engine = current_engine()
    now = engine.clock.now()
    own = None if answers is None else own_answers(answers)
    asked = [problem for problem in errors if isinstance(problem, Question)]
    below = below_fields(asked, read_typed(unsent[0].fields if unsent else request.form))
    with engine.open_reading() as work:
        form = open_form(engine, work, actor, task.id)
        presenter = presenter_of(engine, work, actor, task.reference)
        said = () if task.is_danger else _said(engine, work, actor, task, presenter)
        other_drafts = [presenter.present_draft(draft, form.form) for draft in task.other_drafts]
        other_tabs = _unsent(presenter, form.form, unsent[1:])
    return render_template(
        "pages/task.html",
        task=task,
        notice=notice,
        why_due=_why_due(task, now),
        what_to_do=task.documentation.split("\n\n"),
        said=said,
        other_drafts=other_drafts,
        form_title=form.form.title,
        fields=_fields(form, form.answers if own is None else own, by_field(errors), below),
        late=late_part(form.late, answers, by_field(errors), now, below) if form.late else None,
        problems=[{"text": e.message, "href": f"#{e.anchor}"} for e in errors],
        is_question=bool(asked),
        draft_saved_at=form.draft_saved_at if answers is None else None,
        idempotency_key=uuid.uuid4().hex,
        person_id=actor.person_id,
        can_alert=not task.is_danger,
        kept_id=unsent[0].id if unsent else request.form.get(KEPT_ID, ""),
        unsent=other_tabs,
    )


def closed_page(actor: Actor, task: TaskDetails, unsent: Sequence[KeptForm]) -> str:
    """Render a task that is closed: who closed it, when, and the actor's own texts."""
    if task.state == TaskState.COMPLETED:
        reason = f"{task.completed_by_name or 'somebody'} completed it"
    else:
        reason = task.why_closed
    return _closed_page(actor, task, reason, unsent=unsent)


def moved_on_page(
    actor: Actor, task: TaskDetails, moved_on: TaskMovedOnError, posted: MultiDict[str, str]
) -> str:
    """Render what became of a text that came too late."""
    return _closed_page(actor, task, moved_on.reason, posted=posted)


def label_texts(actor: Actor, task: TaskDetails, posted: MultiDict[str, str]) -> list[LabelledText]:
    """Return what was posted to a task with the labels of its form."""
    engine = current_engine()
    with engine.open_reading() as work:
        form = _form_of(engine, work, task)
        presenter = presenter_of(engine, work, actor, task.reference)
        return _labelled(presenter, form, posted)


def kept_page(actor: Actor, task: TaskDetails, posted: MultiDict[str, str], reason: str) -> str:
    """Render text that was not taken, so that it can be copied."""
    return render_template(
        "pages/text_not_sent.html",
        reason=reason,
        reference=task.reference,
        kept=label_texts(actor, task, posted),
    )


def sent_page(actor: Actor, task: TaskDetails) -> str:
    """Render where the case went after the task."""
    engine = current_engine()
    with engine.open_reading() as work:
        case = load_case(engine, work, actor, task.reference)
        steps = next_steps(engine, work, case, actor)
        limits = list_limits(engine, work, actor, task.reference)
    return render_template(
        "pages/task_sent.html",
        task_name=task.name,
        limit_note=after_sending(limits, task.id),
        reference=task.reference,
        steps=steps,
        ending=ending_in_words(case),
        can_alert=case.ended_at is None,
    )


def _why_due(task: TaskDetails, now: datetime) -> str:
    if task.due_at is None:
        return ""
    limit = limit_in_words(task.due_reason, task.due_counting, task.opened_at, now)
    due = f" It was due {instant_in_words(task.due_at, now)}." if task.is_overdue else ""
    return limit + due


def _closed_page(
    actor: Actor,
    task: TaskDetails,
    reason: str,
    *,
    posted: MultiDict[str, str] | None = None,
    unsent: Sequence[KeptForm] = (),
) -> str:
    engine = current_engine()
    with engine.open_reading() as work:
        case = load_case(engine, work, actor, task.reference)
        presenter = presenter_of(engine, work, actor, task.reference)
        kept = _kept(engine, work, actor, task, presenter, posted)
        not_sent = _unsent(presenter, _form_of(engine, work, task), unsent)
        steps = next_steps(engine, work, case, actor)
    return render_template(
        "pages/task_moved_on.html",
        task_name=task.name,
        reference=task.reference,
        reason=reason,
        at=task.closed_at,
        kept=kept,
        unsent=not_sent,
        steps=steps,
        ending=ending_in_words(case),
        can_alert=case.ended_at is None,
    )


def _unsent(
    presenter: SaidPresenter, form: FormDefinition, unsent: Sequence[KeptForm]
) -> list[tuple[str, list[LabelledText]]]:
    """Return each text with its id and the labels of its form."""
    return [(kept.id, _labelled(presenter, form, kept.fields)) for kept in unsent]


def _labelled(
    presenter: SaidPresenter, form: FormDefinition, posted: MultiDict[str, str]
) -> list[LabelledText]:
    """Return everything that was typed, also why it was late."""
    late = presenter.labelled(application_form(LATE), read_late(posted))
    return [*presenter.labelled(form, read_posted(form, posted)), *late]


def _kept(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    task: TaskDetails,
    presenter: SaidPresenter,
    posted: MultiDict[str, str] | None,
) -> list[LabelledText]:
    """Return the actor's own text for this task: just sent, or kept earlier."""
    form = _form_of(engine, work, task)
    if posted is not None:
        return _labelled(presenter, form, posted)
    texts = list_kept_texts(engine, work, actor, task.reference)
    own = [text for text in texts if text.task_id == task.id and text.person_id == actor.person_id]
    return presenter.labelled(form, own[-1].answers) if own else []


def _said(
    engine: Engine, work: UnitOfWork, actor: Actor, task: TaskDetails, presenter: SaidPresenter
) -> Sequence[Said]:
    """Return what earlier levels wrote, the newest first; drafts that a limit cut off as well."""
    sent = list_submissions(engine, work, actor, task.reference)
    kept = list_kept_texts(engine, work, actor, task.reference)
    written = sorted([*sent, *kept], key=lambda text: text.written_at)
    return lead_first([presenter.present(text) for text in latest_first(written)])


def _fields(
    form: TaskForm,
    answers: Mapping[str, Any],
    errors: Sequence[FieldProblem],
    below: Mapping[str, Markup],
) -> str:
    return render_form(
        form.form,
        answers,
        errors=errors,
        below=below,
        context=form.context,
        functions=form.functions,
    )


def _form_of(engine: Engine, work: UnitOfWork, task: TaskDetails) -> FormDefinition:
    compiled = engine.definitions.compiled(work, task.process_definition_id)
    return compiled.forms[task.form_key]
