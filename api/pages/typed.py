"""What was typed into a task's form: read from the post, and shown with its labels."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from api.extensions import current_engine
from api.pages.kept import NOT_ANSWERS, SEEN, KeptForm
from api.pages.late import read_late
from api.pages.questions import REASON, WHAT_NEXT, read_typed
from api.pages.said import LabelledText, SaidPresenter, presenter_of
from api.reading import reading
from engine.access import Actor
from engine.context import Engine
from engine.definitions.application_forms import LATE, application_form
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.tasks import TaskDetails
from engine.runtime.drafts import NO_DRAFT
from engine.runtime.questions import reports_danger
from engine.runtime.remarks import LATE_KEYS
from forms.definition import FormDefinition
from forms.posted import names_of, read_posted

Posted = MultiDict[str, str]
UnsentPart = tuple[str, list[LabelledText]]
"""The id of a text that came after the session had ended, and what stands in it."""


def form_of(engine: Engine, work: UnitOfWork, task: TaskDetails) -> FormDefinition:
    """Return the form of a task as its case has it now."""
    return engine.definitions.compiled(work, task.process_definition_id).forms[task.form_key]


def read_answers(task: TaskDetails, posted: Posted) -> dict[str, Any]:
    """Return what was typed, also when the task is closed.

    With it comes what was typed into questions that the form no longer has.
    """
    engine = current_engine()
    with reading() as work:
        form = form_of(engine, work, task)
        return {**strays_in(form, posted), **read_posted(form, posted), **read_late(posted)}


def strays_in(form: FormDefinition, posted: Posted) -> dict[str, str]:
    """Return what was typed into questions that this version of the form does not have."""
    known = {*names_of(form), *LATE_KEYS, *NOT_ANSWERS, WHAT_NEXT}
    return {
        name: text.strip()
        for name, text in posted.items()
        if name not in known and not name.startswith(REASON) and text.strip()
    }


def strays_of(task: TaskDetails, posted: Posted) -> dict[str, str]:
    """Return what was typed into questions that the task's form does not have any more."""
    engine = current_engine()
    with reading() as work:
        return strays_in(form_of(engine, work, task), posted)


def tells_danger(task: TaskDetails, posted: Posted) -> bool:
    """Tell whether the form reports a child in danger: nothing may hold that up."""
    engine = current_engine()
    with reading() as work:
        form = form_of(engine, work, task)
    return task.is_danger or reports_danger(form, read_posted(form, posted))


def read_seen(posted: Posted) -> datetime | None:
    """Return when the draft was saved that the page goes on from; None when it does not say."""
    if SEEN not in posted:
        return None
    try:
        seen = datetime.fromisoformat(posted[SEEN]) if posted[SEEN] else NO_DRAFT
    except ValueError:
        return None
    return seen if seen.tzinfo else None


def label_texts(actor: Actor, task: TaskDetails, posted: Posted) -> list[LabelledText]:
    """Return what was posted to a task with the labels of its form."""
    engine = current_engine()
    with reading() as work:
        form = form_of(engine, work, task)
        return labelled(presenter_of(engine, work, actor, task.reference), form, posted)


def labelled(presenter: SaidPresenter, form: FormDefinition, posted: Posted) -> list[LabelledText]:
    """Return everything that was typed, also why it was late or has to stay as it is."""
    answers: Mapping[str, Any] = {**read_posted(form, posted), **strays_in(form, posted)}
    late = presenter.labelled(application_form(LATE), read_late(posted))
    reasons = [
        (f"Why it stays: {form.field(key).label}", reason)
        for key, reason in read_typed(posted).reasons.items()
        if key in form.questions
    ]
    return [*presenter.labelled(form, answers), *reasons, *late]


def unsent_parts(
    presenter: SaidPresenter, form: FormDefinition, unsent: Sequence[KeptForm]
) -> list[UnsentPart]:
    """Return each text with its id and the labels of its form."""
    return [(kept.id, labelled(presenter, form, kept.fields)) for kept in unsent]
