"""Checks values that an administrator gives, as the forms that ask for them would."""

import re
from collections.abc import Mapping
from typing import Any

import orjson
from marshmallow import ValidationError

from engine.definitions.compiled import CompiledBundle
from engine.definitions.values import answers_of
from engine.errors import OperationRefusedError
from engine.queries.shown_values import CASE_FACTS
from forms.definition import FormDefinition
from forms.fields.field import Field
from forms.validation import schema_for


def refuse_parties(name: str) -> None:
    """Refuse a value from which rights follow.

    Raises:
        OperationRefusedError: it says who takes part in the case.
    """
    if name in CASE_FACTS:
        raise OperationRefusedError(
            f"“{name}” says who takes part, and who may see the case follows from it. Change a "
            "participant instead."
        )


def refuse_collected(compiled: CompiledBundle, name: str) -> None:
    """Refuse a list in which the answers of several agencies are collected.

    Raises:
        OperationRefusedError: it is one.
    """
    for process_id in compiled.library.processes:
        for element in compiled.library.elements(process_id):
            repetition = element.multi_instance
            if repetition is not None and repetition.output_collection == name:
                raise OperationRefusedError(
                    f"“{name}” holds what each agency has answered at “{element.name}”. Answers "
                    "stay as they were given; go back to the step to have them given anew."
                )


def decides(compiled: CompiledBundle, name: str) -> bool:
    """Tell whether a gateway of the procedure asks for a value."""
    word = re.compile(rf"\b{re.escape(name)}\b")
    library = compiled.library
    elements = (one for process in library.processes for one in library.elements(process))
    conditions = (library.flow(flow).condition for one in elements for flow in one.outgoing)
    return any(condition is not None and word.search(condition) for condition in conditions)


def forms_asking(compiled: CompiledBundle, name: str) -> tuple[FormDefinition, ...]:
    """Return the forms whose answers to a question become this variable."""
    return tuple(
        form
        for form in compiled.forms.values()
        if name in form.questions and form.questions[name].is_variable
    )


def checked_value(forms: tuple[FormDefinition, ...], name: str, value: Any) -> Any:
    """Return a value as the first of the forms takes it that can.

    Raises:
        OperationRefusedError: none of them takes it; or it is an answer with consequences that
            only a person's answer has.
    """
    reason = ""
    for form in forms:
        _refuse_consequences(form.questions[name], value)
        try:
            tidy = schema_for(form)().load({name: value}, partial=True)[name]
        except ValidationError as error:
            reason = reason or f" {_reason(error, name)}"
            continue
        if _is_option(form.questions[name], tidy):
            return tidy
    raise OperationRefusedError(f"“{name}” cannot be that.{reason}")


def read_values(given: Any) -> Mapping[str, Any]:
    """Return values by name: an object of JSON, or its text.

    Raises:
        OperationRefusedError: it is something else.
    """
    value = given
    if isinstance(given, str):
        try:
            value = orjson.loads(given)
        except orjson.JSONDecodeError:
            value = None
    if value is None and not given:
        return {}
    if not isinstance(value, dict):
        raise OperationRefusedError(
            'Give the values by name, as JSON: {"s1_outcome": "not_resolved"}.'
        )
    return value


def _refuse_consequences(field: Field, value: Any) -> None:
    begins = field.properties.get("sendsMessage", "").partition("=")[0]
    if begins and value == begins:
        raise OperationRefusedError(
            f"{field.subject} begins something of its own when it is answered so. Only a person "
            "can answer that, or a message that is sent."
        )
    if field.properties.get("setsCase") == "yes":
        raise OperationRefusedError(
            f"{field.subject} changes the main process as well. Correct the value there."
        )


def _is_option(field: Field, value: Any) -> bool:
    """Tell whether a value is among the options, where the form itself lists them."""
    known = answers_of(field)
    if known.items:
        return isinstance(value, list) and known.items.issuperset(value)
    return value is None or not known.are_listed or value in known.listed


def _reason(error: ValidationError, name: str) -> str:
    messages = error.messages
    found = messages.get(name, ()) if isinstance(messages, dict) else messages
    return "; ".join(str(message) for message in found)
