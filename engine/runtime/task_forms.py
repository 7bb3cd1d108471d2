"""What a form may see: variables at its task, facts of the case, lists from the directory."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from engine.access import Actor, Group
from engine.context import Engine
from engine.definitions.after_own import is_read_after_own, names_written_at
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency, Person, RoleGrant
from engine.persistence.tasks import DRAFT_LABEL, Draft, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.execution import load_instance
from engine.runtime.limits import LateQuestion, late_question
from engine.runtime.locking import read_task
from engine.runtime.moved_on import moved_on_error
from engine.runtime.movement import Movement
from engine.runtime.permission import acting_group
from engine.runtime.remarks import LATE_KEYS
from engine.vocabulary import Role, TaskState
from forms.definition import FormDefinition
from forms.leftovers import find_leftovers

SEATS = (Role.SENIOR_MANAGER, Role.DEPARTMENTAL_HEAD, Role.MEETING_CHAIR)
"""Roles whose people may be asked to take the chair of a meeting."""


AGENCY_OF, NOBODY = "agency of", 0


@dataclass(frozen=True)
class TaskForm:
    """A user task's form, ready to be shown."""

    form: FormDefinition
    context: Mapping[str, Any]
    functions: Mapping[str, Callable[..., Any]]
    answers: Mapping[str, Any]
    """The actor's draft; empty when there is none."""
    draft_saved_at: datetime | None
    late: LateQuestion | None = None
    """What is asked besides the form when the task's limit has passed."""
    leftovers: Mapping[str, Any] = field(default_factory=dict)
    """Those of the draft's answers that this form cannot show: it was another version."""


def open_form(engine: Engine, work: UnitOfWork, actor: Actor, user_task_id: uuid.UUID) -> TaskForm:
    """Return the form of an open task for the actor.

    Raises:
        NotFoundError, NotAllowedError: the task is not for this person.
        TaskMovedOnError: the task is closed.
    """
    found = read_task(work, user_task_id)
    group = acting_group(work, actor, found.task)
    if found.task.state != TaskState.OPEN:
        raise moved_on_error(work, found.task)
    movement = load_instance(engine, work, found.case, found.instance)
    draft = work.session.get(Draft, (user_task_id, actor.person_id))
    typed = engine.sealer.open_json(draft.answers, DRAFT_LABEL) if draft else {}
    late = late_question(movement, found.task, typed)
    form = movement.compiled.forms[found.task.form_key]
    context = form_context(movement, found.task, actor, group)
    answers = {key: answer for key, answer in typed.items() if key not in LATE_KEYS}
    return TaskForm(
        form=form,
        context=context,
        functions=_functions(movement, form),
        answers=answers,
        draft_saved_at=draft.saved_at if draft else None,
        late=late,
        leftovers=find_leftovers(form, answers, context),
    )


def form_context(movement: Movement, task: UserTask, actor: Actor, group: Group) -> dict[str, Any]:
    """Return what the conditions, rules and lists of a task's form may name."""
    form = movement.compiled.forms[task.form_key]
    context = _variables(movement, task, form)
    # What a message began (an alert) has a beginning of its own.
    instance, case = movement.instance, movement.case
    began_at = case.stage_started_at if instance.is_main else instance.started_at
    context["stage_started_at"] = began_at.isoformat()
    context["actor_agency"] = group.agency_key
    return {**context, **options_for(movement, form, actor)}


def options_for(movement: Movement, form: FormDefinition, actor: Actor) -> dict[str, Any]:
    """Return the lists from the directory that the questions of a form choose from."""
    names = {one.options_key for one in form.all_fields()} & OPTION_LISTS.keys()
    return {name: OPTION_LISTS[name](movement, actor) for name in names}


def _variables(movement: Movement, task: UserTask, form: FormDefinition) -> dict[str, Any]:
    """Return the variables at a task; of a step that is read after one's own, not what it asks.

    There they may hold what another agency has answered meanwhile.
    """
    variables = dict(movement.process.variables_at(task.id))
    element = movement.compiled.library.element(task.element_id)
    if not is_read_after_own(element):
        return variables
    written = names_written_at(element, frozenset(form.questions))
    return {name: value for name, value in variables.items() if name not in written}


def _functions(movement: Movement, form: FormDefinition) -> Mapping[str, Callable[..., Any]]:
    """Return the functions for a form's expressions, which work without the transaction."""
    functions = movement.process.host.functions()
    expressions = (found for one in form.all_fields() for found in one.expressions())
    if any(AGENCY_OF in " ".join(found.source.split()) for found in expressions):
        # It reads the directory when it is first asked, and then remembers.
        functions[AGENCY_OF](NOBODY)
    return functions


def _agencies(movement: Movement, _actor: Actor) -> list[dict[str, str]]:
    """Return the agencies of the case's partnership, and the one that raised from elsewhere."""
    raising = movement.process.variables.get("raising_agency")
    is_here = Agency.partnership_key == movement.case.partnership_key
    return _options(movement, is_here | (Agency.key == raising))


def _own_agencies(movement: Movement, actor: Actor) -> list[dict[str, str]]:
    """Return the actor's agencies; the one that raises may belong to another partnership."""
    return _options(movement, Agency.key.in_(actor.agencies))


def _options(movement: Movement, condition: ColumnElement[bool]) -> list[dict[str, str]]:
    query = select(Agency).where(condition, Agency.sector != PARTNERSHIP_SECTOR)
    rows = movement.work.session.scalars(query.order_by(Agency.name))
    return [{"label": agency.name, "value": agency.key} for agency in rows]


def _people(movement: Movement, _actor: Actor) -> list[dict[str, str]]:
    query = (
        select(Person.id, Person.name, Agency.name.label("agency"))
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Agency, Agency.key == RoleGrant.agency_key)
        .where(
            Agency.partnership_key == movement.case.partnership_key,
            RoleGrant.role.in_(SEATS),
            RoleGrant.valid_to.is_(None),
            Person.active.is_(True),
        )
        .order_by(Agency.name, Person.name)
        .distinct()
    )
    rows = movement.work.session.execute(query)
    return [{"label": f"{row.name}, {row.agency}", "value": str(row.id)} for row in rows]


OPTION_LISTS: Mapping[str, Callable[[Movement, Actor], list[dict[str, str]]]] = {
    "agency_options": _agencies,
    "own_agency_options": _own_agencies,
    "person_options": _people,
}
