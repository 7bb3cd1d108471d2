"""What an answer leads to besides the way through the diagram, as its question says.

`sendsMessage` begins something beside the main process, `tells` tells the writer's own agency,
`setsCase` makes the answer of a linked instance a variable of the main one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.definitions.telling import telling_of
from engine.persistence.tasks import UserTask
from engine.runtime.act import Act
from engine.runtime.execution import load_instance, save
from engine.runtime.linked import start_linked_instance
from engine.runtime.locking import main_instance
from engine.runtime.movement import Movement
from engine.runtime.outbox import queue_own_notice
from engine.vocabulary import InstanceState
from forms.fields.field import Field


def follow_answers(
    act: Act, movement: Movement, task: UserTask, answers: Mapping[str, Any]
) -> list[Movement]:
    """Do what the answers to a task lead to; return the instances that they started."""
    answered = [field for field in _questions(movement, task) if field.key in answers]
    for field in answered:
        _tell_own_agency(act, movement, task, field, answers[field.key])
    _set_case(act, movement, answered, answers)
    return list(_begun(act, movement, answered, answers))


def renew_case_data(act: Act, movement: Movement, task: UserTask) -> None:
    """Bring what the main process knows by now into a linked instance that will change it.

    The instance began with a copy. Without this, a case that has gone up meanwhile would be judged
    as it was when the message was sent, and a notice that is due would fall between the two.
    """
    changes_case = any(_sets_case(field) for field in _questions(movement, task))
    if movement.instance.is_main or not changes_case:
        return
    main = main_instance(act.work, act.case)
    if main.state != InstanceState.ENDED:
        known = load_instance(act.engine, act.work, act.case, main).process.variables
        movement.process.set_variables(dict(known))


def _questions(movement: Movement, task: UserTask) -> tuple[Field, ...]:
    return tuple(movement.compiled.forms[task.form_key].questions.values())


def _tell_own_agency(
    act: Act, movement: Movement, task: UserTask, field: Field, answer: Any
) -> None:
    telling = telling_of(field)
    if telling is not None and telling.answer in (answer if isinstance(answer, list) else [answer]):
        queue_own_notice(movement, task, act.group.agency_key, telling)


def _set_case(
    act: Act, movement: Movement, answered: list[Field], answers: Mapping[str, Any]
) -> None:
    """Hand answers to the main process; when it has ended, they stay with their step."""
    values = {
        field.key: answers[field.key]
        for field in answered
        if _sets_case(field) and answers[field.key] is not None
    }
    if movement.instance.is_main or not values:
        return
    main = main_instance(act.work, act.case)
    if main.state == InstanceState.ENDED:
        return
    other = load_instance(act.engine, act.work, act.case, main, journal=movement.journal)
    other.process.set_variables(values)
    save(other)


def _sets_case(field: Field) -> bool:
    return field.properties.get("setsCase") == "yes"


def _begun(
    act: Act, movement: Movement, answered: list[Field], answers: Mapping[str, Any]
) -> Iterator[Movement]:
    """Start what an answer begins: danger reported on the raising form."""
    for field in answered:
        answer, _, message = field.properties.get("sendsMessage", "").partition("=")
        if message and answers[field.key] == answer:
            variables = movement.process.variables
            yield start_linked_instance(act, message, variables, movement.journal)
