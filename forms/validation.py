"""Checks answers against a form: each by itself, then whether it is asked, then all together."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from marshmallow import RAISE, Schema, ValidationError

from forms.conditions import always_asked, visible_fields
from forms.document import find_forbidden
from forms.errors import AnswersRefused, FieldError
from forms.fields import QUESTION_TYPES
from forms.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from marshmallow.fields import Field as SchemaField

    from forms.definition import FormDefinition
    from forms.fields.field import Field

MAX_UNKNOWN = 20
"""How many unknown keys are named before we stop."""


@lru_cache(maxsize=512)
def schema_for(form: FormDefinition) -> type[Schema]:
    """Return the marshmallow schema of a form, compiled once for its content.

    It tidies and checks each answer by itself. Only questions that are always asked are required
    in it; conditions, limits from the context and rules are ``validate_answers``' part.
    """
    always = {field.id for field in always_asked(form.fields)}
    fields = {
        key: _schema_field(field, required=field.required and field.id in always)
        for key, field in form.questions.items()
    }
    name = "Answers" + "".join(part.capitalize() for part in form.key.replace("_", "-").split("-"))
    return Schema.from_dict(dict(fields), name=name)


@lru_cache(maxsize=512)
def _schema_of(form: FormDefinition) -> Schema:
    """Return the one instance that loads answers; loading keeps nothing in it."""
    return schema_for(form)()


def _schema_field(field: Field, *, required: bool) -> SchemaField[Any]:
    kind = QUESTION_TYPES[field.type]
    messages = {"required": kind.missing(field)}
    return kind.schema_field(field, required=required, allow_none=True, error_messages=messages)


def validate_answers(
    form: FormDefinition,
    answers: Mapping[str, Any],
    context: Mapping[str, Any],
    functions: Mapping[str, Callable[..., Any]],
) -> dict[str, Any]:
    """Return the tidy answers of the questions that are asked; dates are ISO, date-times in UTC.

    Takes typed JSON and what ``read_posted`` returns alike.

    Raises:
        AnswersRefused: with every answer that is missing or wrong, in reading order.
    """
    _refuse_unknown(form, answers)
    scope = Scope({}, context, functions)
    tidy, wrong = _check_each(form, answers, scope)
    shown, kept = visible_fields(form.judged, tidy, scope)
    asked = [field for field in form.questions.values() if field.id in shown]
    errors = {
        field.key: message
        for field in asked
        if (message := wrong.get(field.key) or _check_in_context(field, kept, scope))
    }
    errors |= _check_rules(asked, kept, errors, scope)
    if errors:
        raise AnswersRefused(
            FieldError(field.key, errors[field.key], field.anchor)
            for field in asked
            if field.key in errors
        )
    return {field.key: kept[field.key] for field in asked if field.key in kept}


def variables_of(form: FormDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers that become process variables; long texts by default do not."""
    return {
        key: answers[key]
        for key, field in form.questions.items()
        if field.is_variable and key in answers
    }


def _refuse_unknown(form: FormDefinition, answers: Mapping[str, Any]) -> None:
    unknown = [str(key)[:60] for key in answers if key not in form.questions][:MAX_UNKNOWN]
    if unknown:
        raise AnswersRefused(
            FieldError(key, f"There is no question called “{key}” in this form", "")
            for key in unknown
        )
    for key, answer in answers.items():
        problem = find_forbidden(answer)
        if problem:
            raise AnswersRefused([FieldError(key, problem, form.field(key).anchor)])


def _check_each(
    form: FormDefinition,
    answers: Mapping[str, Any],
    scope: Scope,
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the tidy answers, and a message for each that is wrong whatever the others are.

    No condition is judged by a wrong answer, so those are not among the tidy ones.
    """
    boxes = {key: False for key, field in form.questions.items() if field.type == "checkbox"}
    given = {**boxes, **{key: answer for key, answer in answers.items() if answer is not None}}
    wrong: dict[str, str] = {}
    try:
        tidy = _schema_of(form).load(given, unknown=RAISE)
    except ValidationError as problem:
        tidy = problem.valid_data
        wrong = {key: str(messages[0]) for key, messages in problem.messages_dict.items()}
    given = {key: value for key, value in dict(tidy).items() if value is not None}
    for key, answer in given.items():
        field = form.field(key)
        if _reads_answers(form, field):
            continue
        if message := QUESTION_TYPES[field.type].check(field, answer, scope):
            wrong[key] = message
    return {key: answer for key, answer in given.items() if key not in wrong}, wrong


def _reads_answers(form: FormDefinition, field: Field) -> bool:
    """Say whether a limit of the field depends on another answer, so that it has to wait for it."""
    limits = (field.limits.not_before, field.limits.not_after)
    return any(limit is not None and limit.names & form.questions.keys() for limit in limits)


def _check_in_context(field: Field, kept: Mapping[str, Any], scope: Scope) -> str | None:
    kind = QUESTION_TYPES[field.type]
    if field.key not in kept:
        return kind.missing(field) if field.required else None
    return kind.check(field, kept[field.key], scope.with_answers(kept))


def _check_rules(
    asked: list[Field],
    kept: Mapping[str, Any],
    errors: Mapping[str, str],
    scope: Scope,
) -> dict[str, str]:
    """Return the messages of broken rules; a rule waits until the answers it reads are right."""
    whole = scope.with_answers(kept)
    return {
        field.key: field.rule_message
        for field in asked
        if field.rule is not None
        and field.key in kept
        and field.key not in errors
        and errors.keys().isdisjoint(field.rule.names)
        and not whole.holds(field.rule)
    }
