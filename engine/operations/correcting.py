"""Put a value right that the procedure goes by."""

from collections.abc import Mapping
from typing import Any

import orjson

from engine.errors import OperationRefusedError
from engine.operations.fields import field_for_value
from engine.operations.kind import AskedForm, Asks, Kind, Option, Question
from engine.operations.target import Target
from engine.operations.values import (
    checked_value,
    forms_asking,
    refuse_collected,
    refuse_parties,
)
from engine.queries.shown_values import CASE_FACTS, value_in_words
from engine.runtime.task_forms import options_for
from engine.vocabulary import OperationKind

NAME, VALUE = "name", "value"


def _correct(target: Target) -> str:
    name, movement = target.answers[NAME], target.movement
    refuse_parties(name)
    refuse_collected(target.compiled, name)
    known, forms = movement.process.variables, forms_asking(target.compiled, name)
    if name not in known and not forms:
        raise OperationRefusedError(f"Nothing in the procedure asks for “{name}”.")
    if forms:
        value = checked_value(forms, name, target.answers[VALUE])
    else:
        value = _same_kind(name, known[name], target.answers[VALUE])
    if name in known and value == known[name] and type(value) is type(known[name]):
        raise OperationRefusedError(f"“{name}” has this value already.")
    movement.process.modifying.correct(name, value)
    return f"“{name}” has another value. Nothing has moved, and limits keep their due times."


def _same_kind(name: str, before: Any, given: Any) -> Any:
    """Return a value that no form asks for, when it is of the kind that stands there."""
    value = given
    if isinstance(given, str) and not isinstance(before, str):
        try:
            value = orjson.loads(given)
        except orjson.JSONDecodeError:
            value = given
    if before is not None and type(value) is not type(before):
        raise OperationRefusedError(f"“{name}” is another kind of value.")
    return value


def _name_options(target: Target) -> tuple[Option, ...]:
    compiled, known = target.compiled, target.movement.process.variables
    asked = {
        key: field.label
        for form in compiled.forms.values()
        for key, field in form.questions.items()
        if field.is_variable and key in known
    }
    names = sorted(known.keys() - CASE_FACTS)
    return tuple(Option(name, asked.get(name) or name) for name in names)


def _form(target: Target) -> AskedForm | None:
    """Return the field that asks for the chosen value; None: no form does."""
    name, movement = target.answers[NAME], target.movement
    forms = forms_asking(target.compiled, name)
    if not forms:
        return None
    form, variables = field_for_value(forms, name), movement.process.variables
    value = variables.get(name)
    is_shown = value_in_words(target.work, target.compiled, name, value) is not None
    return AskedForm(
        form=form,
        context={**variables, **options_for(movement, form, target.actor)},
        functions=movement.process.host.functions(),
        known={name: value} if is_shown and value is not None else {},
        only=name,
    )


def _details(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {"variable": answers[NAME]} if answers.get(NAME) else {}


CORRECT_VALUE = Kind(
    OperationKind.CORRECT_VALUE,
    "Correct a value",
    "The procedure goes by the new value from now on. Nothing moves, limits that run keep their "
    "due times, and what people wrote stays as they wrote it.",
    _correct,
    questions=(
        Question(NAME, "Which value?", Asks.CHOICE, options=_name_options),
        Question(VALUE, "What is right?", Asks.VALUE, after=NAME, form=_form),
    ),
    details=_details,
)
