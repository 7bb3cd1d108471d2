"""What a submit says about time limits: when they were met, and why one of them was not kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from engine.definitions.application_forms import LATE, application_form
from engine.definitions.compiled import CompiledBundle
from engine.limits import verdict_of
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.movement import Movement
from engine.runtime.questions import is_never_held_up
from engine.runtime.remarks import Remarks
from engine.vocabulary import LimitVerdict, TaskState
from forms.definition import FormDefinition
from forms.errors import AnswersRefused
from forms.limits_met import field_for, limits_met
from forms.validation import validate_answers


@dataclass(frozen=True)
class LimitsMet:
    """What the answers to one task say about its own limit and about earlier ones."""

    met_at: datetime | None
    """Of the task's own limit; None without one, or when another step decides about it."""
    earlier: Mapping[str, datetime]
    """Limits of other tasks that the answers say were met, by the id of their timer."""
    late_reason: str | None
    remarks: Remarks

    def with_kept(self, reasons: Mapping[str, str]) -> "LimitsMet":
        """Return the same with those reasons why something stays that were asked for."""
        return replace(self, remarks=replace(self.remarks, kept_reasons=reasons))

    def details(self) -> dict[str, Any]:
        """Return what the history keeps of it."""
        met = {limit: met_at.isoformat() for limit, met_at in self.earlier.items()}
        parts = {"met": met, "late_reason": self.late_reason}
        return {name: part for name, part in parts.items() if part}


@dataclass(frozen=True)
class LateQuestion:
    """The questions that stand at the end of an overdue task's form."""

    form: FormDefinition
    due_at: datetime
    moment: str
    """The question whose answer decides; empty when the moment of sending does."""
    answers: Mapping[str, Any]


def judge_limits(
    movement: Movement,
    task: UserTask,
    clean: Mapping[str, Any],
    context: Mapping[str, Any],
    remarks: Remarks,
) -> LimitsMet:
    """Return which limits the accepted answers meet, and when.

    Raises:
        AnswersRefused: the task's own limit was not kept, and nobody says why.
    """
    functions = movement.process.host.functions()
    own = movement.compiled.forms[task.form_key]
    found = limits_met(own, clean, context, functions)
    moments = {limit: datetime.fromisoformat(text) for limit, text in found.items()}
    met_at = moments.pop(task.due_element_id or "", None)
    if met_at is None and decides_limit(movement.compiled, task):
        met_at = movement.now
    is_late = _is_late(task, met_at, movement.now)
    said = _said(remarks, is_needed=is_late and not is_never_held_up(own, task, clean))
    return LimitsMet(
        met_at,
        moments,
        said.get("late_reason") if is_late else None,
        replace(remarks, late_reason=said.get("late_reason"), late_words=said.get("late_words")),
    )


def decides_limit(compiled: CompiledBundle, task: UserTask) -> bool:
    """Tell whether doing the task meets its limit.

    Of several steps under one limit only those decide whose form asks for the moment; where no
    form does, all of them have to be done in time.
    """
    if task.due_element_id is None:
        return False
    host = compiled.library.element(task.due_element_id).attached_to
    own = compiled.forms[task.form_key]
    if host == task.element_id or field_for(own, task.due_element_id):
        return True
    return not any(field_for(f, task.due_element_id) for f in _forms_inside(compiled, host or ""))


def late_question(
    movement: Movement, task: UserTask, draft: Mapping[str, Any]
) -> LateQuestion | None:
    """Return what an overdue task asks besides its form; None while there is time."""
    if task.due_at is None or movement.now < task.due_at:
        return None
    if not decides_limit(movement.compiled, task):
        return None
    field = field_for(movement.compiled.forms[task.form_key], task.due_element_id or "")
    form = application_form(LATE)
    answers = {key: draft[key] for key in form.questions if key in draft}
    return LateQuestion(form, task.due_at, field.label if field else "", answers)


def note_earlier_limits(work: UnitOfWork, task: UserTask, moments: Mapping[str, datetime]) -> None:
    """Write when limits of earlier tasks of the case were met, where nothing has met them yet."""
    for limit, met_at in moments.items():
        closed = (
            UserTask.case_id == task.case_id,
            UserTask.due_element_id == limit,
            UserTask.state != TaskState.OPEN,
        )
        newest = select(UserTask.due_at).where(*closed).order_by(UserTask.due_at.desc()).limit(1)
        is_newest = UserTask.due_at == newest.scalar_subquery()
        work.session.execute(
            update(UserTask)
            .where(*closed, is_newest, UserTask.met_at.is_(None))
            .values(met_at=met_at)
            .execution_options(synchronize_session=False)
        )


def _is_late(task: UserTask, met_at: datetime | None, now: datetime) -> bool:
    if task.due_at is None or met_at is None:
        return False
    return verdict_of(task.due_at, met_at, now, now) is LimitVerdict.LATE


def _said(remarks: Remarks, *, is_needed: bool) -> Mapping[str, Any]:
    """Return what was said about being late, as the form LATE takes it."""
    given = remarks.late_answers()
    if not given and not is_needed:
        return {}
    try:
        return validate_answers(application_form(LATE), given, {}, {})
    except AnswersRefused:
        if is_needed:
            raise
        return {}


def _forms_inside(compiled: CompiledBundle, host_id: str) -> Iterator[FormDefinition]:
    """Yield the forms of the tasks inside a sub-process or a called process."""
    library = compiled.library
    host = library.element(host_id)
    for process_id in library.processes:
        for element in library.elements(process_id):
            if element.form_key in compiled.forms and (
                process_id == host.called_element
                or _is_inside(compiled, element.parent_id, host_id)
            ):
                yield compiled.forms[element.form_key or ""]


def _is_inside(compiled: CompiledBundle, parent_id: str | None, host_id: str) -> bool:
    while parent_id is not None and parent_id != host_id:
        parent_id = compiled.library.element(parent_id).parent_id
    return parent_id is not None
