"""The pages of a task that is no longer open for one: closed, moved on, sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import render_template

from api.extensions import current_engine
from api.pages.kept import KeptForm
from api.pages.limits import after_sending
from api.pages.next_steps import ending_in_words, next_steps
from api.pages.said import LabelledText, SaidPresenter, presenter_of
from api.pages.typed import (
    Posted,
    form_of,
    label_texts,
    labelled,
    tells_danger,
    unsent_parts,
)
from api.reading import reading
from engine.access import Actor
from engine.context import Engine
from engine.errors import TaskMovedOnError
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_details import load_case
from engine.queries.case_limits import list_limits
from engine.queries.submissions import list_kept_texts
from engine.queries.tasks import TaskDetails
from engine.vocabulary import TaskState


@dataclass(frozen=True)
class _Late:
    """What came too late for a task, and why."""

    reason: str
    posted: Posted | None = None
    unsent: Sequence[KeptForm] = field(default=())
    """Forms that came after the session had ended."""

    @property
    def forms(self) -> list[Posted]:
        """Everything that came and was not taken."""
        return [*([self.posted] if self.posted else []), *(kept.fields for kept in self.unsent)]


def closed_page(actor: Actor, task: TaskDetails, unsent: Sequence[KeptForm]) -> str:
    """Render a task that is closed: who closed it, when, and the actor's own texts."""
    return _closed_page(actor, task, _Late(_why_closed(actor, task), unsent=unsent))


def moved_on_page(
    actor: Actor, task: TaskDetails, moved_on: TaskMovedOnError, posted: Posted
) -> str:
    """Render what became of a text that came too late; when it told of danger, that comes first."""
    return _closed_page(actor, task, _Late(moved_on.reason, posted))


def kept_page(actor: Actor, task: TaskDetails, posted: Posted, reason: str) -> str:
    """Render text that was not taken, so that it can be copied."""
    return render_template(
        "pages/text_not_sent.html",
        reason=reason,
        reference=task.reference,
        kept=label_texts(actor, task, posted),
        is_danger_unsent=tells_danger(task, posted),
    )


def sent_page(actor: Actor, task: TaskDetails) -> str:
    """Render where the case went after the task."""
    engine = current_engine()
    with reading() as work:
        case = load_case(engine, work, actor, task.reference)
        steps = next_steps(engine, case, actor)
        limits = list_limits(engine, work, actor, task.reference)
    return render_template(
        "pages/task_sent.html",
        task_name=task.name,
        limit_note=after_sending(limits, task.id),
        reference=task.reference,
        steps=steps,
        ending=ending_in_words(case),
        has_ended=case.ended_at is not None,
        can_alert=case.ended_at is None,
    )


def _why_closed(actor: Actor, task: TaskDetails) -> str:
    if task.state != TaskState.COMPLETED:
        return task.why_closed
    is_own = task.completed_by == actor.person_id
    return f"{'you' if is_own else task.completed_by_name or 'somebody'} completed it"


def _closed_page(actor: Actor, task: TaskDetails, late: _Late) -> str:
    engine = current_engine()
    with reading() as work:
        case = load_case(engine, work, actor, task.reference)
        presenter = presenter_of(engine, work, actor, task.reference)
        form = form_of(engine, work, task)
        kept = _kept(engine, work, actor, task, presenter, late.posted)
        not_sent = unsent_parts(presenter, form, late.unsent)
        steps = next_steps(engine, case, actor)
    return render_template(
        "pages/task_moved_on.html",
        task_name=task.name,
        reference=task.reference,
        reason=late.reason,
        at=task.closed_at,
        kept=kept,
        unsent=not_sent,
        steps=steps,
        ending=ending_in_words(case),
        can_alert=case.ended_at is None,
        is_danger_unsent=any(tells_danger(task, posted) for posted in late.forms),
    )


def _kept(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    task: TaskDetails,
    presenter: SaidPresenter,
    posted: Posted | None,
) -> list[LabelledText]:
    """Return the actor's own text for this task: just sent, or kept earlier."""
    form = form_of(engine, work, task)
    if posted is not None:
        return labelled(presenter, form, posted)
    texts = list_kept_texts(engine, work, actor, task.reference)
    own = [text for text in texts if text.task_id == task.id and text.person_id == actor.person_id]
    return presenter.labelled(form, own[-1].answers) if own else []
