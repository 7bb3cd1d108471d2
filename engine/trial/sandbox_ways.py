"""Suggested answers to an open step: one for each way on which the answers can lead."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from engine.access import Actor
from engine.definitions.compiled import CompiledBundle
from engine.persistence.directory import RoleGrant
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.chosen_names import chosen_names
from engine.queries.names import element_name
from engine.runtime.execution import load_instance
from engine.runtime.locking import read_task
from engine.runtime.movement import Movement
from engine.runtime.participants import with_agencies
from engine.runtime.parties import involved_agencies
from engine.runtime.task_forms import TaskForm, open_form
from engine.spiff.failures import StepFailed
from engine.trial.sandbox_store import TrialStore
from forms.definition import FormDefinition
from forms.feel import parse_expression
from forms.fields.field import Field
from forms.rendering import render_answers
from forms.suggestion import NoSuggestion, suggest_answers
from forms.validation import variables_of

MOST_LOOKS: Final = 60
"""So many answers are looked at for one step."""
MOST_OPTIONS: Final = 8
CHAIR: Final = "meeting-chair"
Told = tuple[str, str]
"""A question, and an answer to it, in words."""


@dataclass(frozen=True)
class Way:
    """Valid answers, and where they lead."""

    answers: Mapping[str, Any]
    choice: tuple[Told, ...]
    """What it depends on; empty where every answer leads the same way."""
    leads_to: tuple[str, ...]
    """Names of the steps that open, or of the end."""
    told: tuple[Told, ...]
    """All the answers, to be read."""


@dataclass(frozen=True)
class _Ahead:
    """What happens when answers are taken, as far as it tells ways apart."""

    opened: tuple[str, ...]
    ends: tuple[str, ...]
    begins: tuple[str, ...]
    fails_at: str = ""
    """The id of the element, or a question mark."""


@dataclass(frozen=True)
class _Looker:
    store: TrialStore
    work: UnitOfWork
    actor: Actor
    task: UserTask
    shown: TaskForm

    @property
    def form(self) -> FormDefinition:
        return self.shown.form


def suggest_ways(store: TrialStore, actor: Actor, task: UserTask) -> tuple[Way, ...]:
    """Return suggested answers of one person to an open task: one for each different way.

    The diagram itself is asked where each leads, in memory; nothing of it is kept. Empty: no valid
    answers were found.
    """
    with store.reading() as work:
        shown = open_form(store.engine, work, actor, task.id)
        looker = _Looker(store, work, actor, task, shown)
        ways: dict[_Ahead, tuple[Mapping[str, Any], Field | None]] = {}
        for answers, field in _candidates(looker):
            ways.setdefault(_look_ahead(looker, answers), (answers, field))
        deciding = {field.key for _, field in ways.values() if field is not None}
        return tuple(
            Way(
                answers=answers,
                choice=_told(looker, answers, deciding) if len(ways) > 1 else (),
                leads_to=_leads_to(looker, ahead),
                told=_told(looker, answers, set(answers)),
            )
            for ahead, (answers, _) in ways.items()
        )


def _candidates(looker: _Looker) -> Iterator[tuple[Mapping[str, Any], Field | None]]:
    """Yield valid answers: the smallest first, then one for each other option of each question.

    The smallest sends no message: danger is a way of its own.
    """
    given = {**_parties(looker), **_quiet(looker.form)}
    smallest = _suggested(looker, given)
    if smallest is not None:
        yield smallest, None
    left = MOST_LOOKS
    asked_by_diagram = condition_names(looker.store.compiled)
    # What the diagram asks comes first, so that a way is told by that and not by chance.
    for key, field in sorted(
        looker.form.questions.items(), key=lambda pair: pair[0] not in asked_by_diagram
    ):
        for option in _options(field):
            if left == 0:
                return
            left -= 1
            answers = _suggested(looker, {**given, key: option})
            if answers is not None and key in answers and answers != smallest:
                yield answers, field


def condition_names(compiled: CompiledBundle) -> frozenset[str]:
    """Return the names that conditions in the diagrams ask about."""
    library = compiled.library
    flows = (
        library.flow(flow_id)
        for process_id in library.processes
        for element in library.elements(process_id)
        for flow_id in element.outgoing
    )
    asked = (parse_expression(flow.condition) for flow in flows if flow.condition)
    return frozenset(name for expression in asked for name in expression.names)


def _quiet(form: FormDefinition) -> dict[str, Any]:
    """Return for questions that may send a message the first option that sends none."""
    found: dict[str, Any] = {}
    for key, field in form.questions.items():
        sends, _, message = field.properties.get("sendsMessage", "").partition("=")
        others = [option for option in _options(field) if message and option != sends]
        found |= {key: others[0]} if others else {}
    return found


def _options(field: Field) -> list[Any]:
    if field.options_key or field.type not in {"radio", "select", "checkbox", "checklist"}:
        return []
    if field.type == "checkbox":
        return [True, False]
    values = [option.value for option in field.options][:MOST_OPTIONS]
    return [[value] for value in values] if field.type == "checklist" else list(values)


def _parties(looker: _Looker) -> dict[str, Any]:
    """Return what has to be given: another agency to disagree with, and somebody who can chair."""
    given: dict[str, Any] = {}
    raising = looker.shown.context.get("raising_agency") or looker.shown.context["actor_agency"]
    for key, field in looker.form.questions.items():
        options = [str(one["value"]) for one in looker.shown.context.get(field.options_key) or ()]
        if key == "receiving_agency":
            given[key] = _other_agency(looker, [one for one in options if one != raising])
        if key == "raising_agency" and raising in options:
            given[key] = raising
        if field.reference == "person":
            given[key] = _chair(looker, options)
    return {key: value for key, value in given.items() if value}


def _other_agency(looker: _Looker, options: list[str]) -> str:
    """Return whom to disagree with: Children's Social Care of the area, if it can be chosen."""
    social_care = str(looker.shown.context.get("social_care_agency") or "")
    return social_care if social_care in options else next(iter(options), "")


def _chair(looker: _Looker, options: list[str]) -> str:
    """Return somebody who may chair, of an agency that is on neither side where there is one."""
    involved = set(involved_agencies(looker.shown.context))
    with looker.store.reading() as work:
        chairs = _chairs(work, options)
    outside = [person for person, agency in chairs if agency not in involved]
    return next(iter([*outside, *(person for person, _ in chairs), *options]), "")


def _chairs(work: UnitOfWork, people: list[str]) -> list[tuple[str, str]]:
    """Return who of these people is a chair, each with their agency."""
    query = select(RoleGrant.person_id, RoleGrant.agency_key).where(
        RoleGrant.role == CHAIR, RoleGrant.person_id.in_([int(p) for p in people])
    )
    return [(str(row.person_id), row.agency_key) for row in work.session.execute(query)]


def _suggested(looker: _Looker, given: Mapping[str, Any]) -> Mapping[str, Any] | None:
    shown = looker.shown
    try:
        return suggest_answers(shown.form, given, shown.context, shown.functions)
    except NoSuggestion:
        return None


def _look_ahead(looker: _Looker, answers: Mapping[str, Any]) -> _Ahead:
    """Take answers into a copy of the process in memory, and see what it waits for then."""
    found = read_task(looker.work, looker.task.id)
    movement = load_instance(looker.store.engine, looker.work, found.case, found.instance)
    begins = tuple(_messages(looker.form, answers))
    try:
        movement.process.advance()
        _take(movement, looker.task, looker.form, answers)
    except StepFailed as failure:
        return _Ahead((), (), begins, failure.element_id or "?")
    process = movement.process
    opened = [process.open_tasks[task_id].element_id for task_id in process.step.opened]
    return _Ahead(tuple(sorted(set(opened))), process.step.ends, begins)


def _take(
    movement: Movement, task: UserTask, form: FormDefinition, answers: Mapping[str, Any]
) -> None:
    process = movement.process
    hints = {key for key, field in form.questions.items() if field.is_identity_hint}
    kept = {key: answer for key, answer in answers.items() if key not in hints}
    variables = with_agencies(variables_of(form, kept), process.variables)
    is_each = process.open_tasks[task.id].agency is not None
    process.complete(task.id, variables, item_answers=variables if is_each else None)


def _messages(form: FormDefinition, answers: Mapping[str, Any]) -> Iterator[str]:
    for key, field in form.questions.items():
        answer, _, message = field.properties.get("sendsMessage", "").partition("=")
        if message and answers.get(key) == answer:
            yield message


def _leads_to(looker: _Looker, ahead: _Ahead) -> tuple[str, ...]:
    compiled = looker.store.compiled
    if ahead.fails_at:
        return (f"the procedure fails at “{element_name(compiled, ahead.fails_at)}”",)
    begun = [compiled.library.message_starts.get(message, message) for message in ahead.begins]
    names = [element_name(compiled, one) for one in (*ahead.opened, *ahead.ends)]
    began = [compiled.library.processes[one].name for one in begun if one in _ids(looker)]
    return tuple(" ".join(name.split()) for name in (*began, *names))


def _ids(looker: _Looker) -> set[str]:
    return set(looker.store.compiled.library.processes)


def _told(looker: _Looker, answers: Mapping[str, Any], keys: set[str]) -> tuple[Told, ...]:
    context = chosen_names(looker.work, looker.form, answers)
    shown = [key for key in answers if key in keys]
    return tuple(render_answers(looker.form, answers, context=context, visible=shown))
