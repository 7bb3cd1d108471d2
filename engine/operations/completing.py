"""Complete an open step with values, or skip it: for an administrator, when nobody can any more.

Neither counts as anybody's answer. The step is closed without being completed, so that no limit
counts as kept, and what people typed into it stays theirs.
"""

from collections.abc import Mapping
from typing import Any

from engine.errors import OperationRefusedError
from engine.operations.chosen import AGENCY, ELEMENT, ONE_AGENCY, STEP, chosen_tasks, named
from engine.operations.fields import fields_for_values
from engine.operations.kind import AskedForm, Asks, Kind, Question
from engine.operations.standing import limits_in_words, movable
from engine.operations.target import Target
from engine.operations.values import checked_value, decides, read_values, refuse_parties
from engine.persistence.tasks import UserTask
from engine.runtime.movement import Movement
from engine.runtime.task_forms import form_context
from engine.vocabulary import OperationKind
from forms.errors import AnswersRefused
from forms.validation import validate_answers

VALUES = "variables"


def _complete(target: Target) -> str:
    movement = movable(target, OperationKind.COMPLETE_STEP)
    given = read_values(target.answers[VALUES])
    tasks = chosen_tasks(target)
    values = {task.id: _checked(target, movement, task, given) for task in tasks}
    _go_on(movement, tasks, values)
    told = ", ".join(sorted(given)) or "no value"
    done = f"{named(target, tasks[0].element_id)} was completed with {told}."
    return done + limits_in_words(movement)


def _skip(target: Target) -> str:
    movement = movable(target, OperationKind.SKIP_STEP)
    tasks = chosen_tasks(target)
    _go_on(movement, tasks, {task.id: {} for task in tasks})
    skipped = f"{named(target, tasks[0].element_id)} was skipped without an answer."
    return skipped + limits_in_words(movement)


def _go_on(movement: Movement, tasks: list[UserTask], values: Mapping[Any, Any]) -> None:
    process = movement.process
    for task in tasks:
        open_now = process.open_tasks.get(task.id)
        # When enough agencies have answered, the steps of the others close by themselves.
        if open_now is not None:
            given = values[task.id]
            is_each = open_now.agency is not None
            process.complete(task.id, given, item_answers=given if is_each else None)


def _checked(
    target: Target, movement: Movement, task: UserTask, given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the values as the step's form takes them.

    Raises:
        OperationRefusedError: the step does not ask for one, one cannot be that, or one is missing.
    """
    form = movement.compiled.forms[task.form_key]
    asked = {key for key, field in form.questions.items() if field.is_variable}
    values = {}
    for name, value in given.items():
        if name not in asked:
            raise OperationRefusedError(
                f"The step does not ask for “{name}”. It asks for {', '.join(sorted(asked))}; "
                "people’s own text is not among it."
            )
        refuse_parties(name)
        values[name] = checked_value((form,), name, value)
    # What decides nothing may stay open: nobody knows it any more.
    context = form_context(movement, task, target.actor, target.act.group)
    try:
        validate_answers(form, values, context, movement.process.host.functions())
    except AnswersRefused as refused:
        missing = [
            error.message
            for error in refused.errors
            if error.key in values or (error.key in asked and decides(movement.compiled, error.key))
        ]
        if missing:
            raise OperationRefusedError(" ".join(missing)) from refused
    return values


def _form(target: Target) -> AskedForm:
    """Return those questions of the chosen step whose answers the procedure goes by."""
    task, movement = chosen_tasks(target)[0], target.movement
    return AskedForm(
        form=fields_for_values(target.compiled, target.compiled.forms[task.form_key]),
        context=form_context(movement, task, target.actor, target.act.group),
        functions=movement.process.host.functions(),
        known={},
    )


def _details(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {key: answers[key] for key in (ELEMENT, AGENCY) if answers.get(key)}


COMPLETE_STEP = Kind(
    OperationKind.COMPLETE_STEP,
    "Complete a step",
    "The case goes on as if the step had been answered with these values. It is nobody’s answer: "
    "the record says that an administrator did it, and no limit counts as kept.",
    _complete,
    questions=(
        STEP,
        Question(
            VALUES,
            "Which values?",
            Asks.VALUE,
            'By name, as the procedure knows them, such as {"s1_outcome": "not_resolved"}.',
            is_required=False,
            after=ELEMENT,
            form=_form,
        ),
        ONE_AGENCY,
    ),
    details=_details,
)
SKIP_STEP = Kind(
    OperationKind.SKIP_STEP,
    "Skip a step",
    "The case goes on behind the step with what is known; none of its questions is answered. What "
    "somebody has typed into it is kept.",
    _skip,
    questions=(STEP, ONE_AGENCY),
    details=_details,
)
