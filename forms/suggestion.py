"""The smallest valid answers to a form, for scenarios, trial runs, benchmarks and tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forms.conditions import visible_fields
from forms.errors import AnswersRefused
from forms.fields import QUESTION_TYPES
from forms.scope import Scope
from forms.validation import validate_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from forms.definition import FormDefinition
    from forms.fields.field import Field

MAX_TRIES = 500


class NoSuggestion(ValueError):
    """No valid answers were found; the text names the questions that stand in the way."""


def suggest_answers(
    form: FormDefinition,
    overrides: Mapping[str, Any],
    context: Mapping[str, Any],
    functions: Mapping[str, Callable[..., Any]],
) -> dict[str, Any]:
    """Return valid answers with as little as possible in them; what is given stands as it is.

    Raises:
        NoSuggestion: no answers that we think of are valid together with what is given.
    """
    scope = Scope({}, context, functions)
    candidates = {
        key: _candidates(field, scope)
        for key, field in form.questions.items()
        if key not in overrides
    }
    places = dict.fromkeys(candidates, 0)
    for _ in range(MAX_TRIES):
        answers = _pick(form, candidates, places, {**overrides}, scope)
        try:
            return validate_answers(form, answers, context, functions)
        except AnswersRefused as refused:
            if not _move_on(refused, candidates, places):
                raise NoSuggestion(str(refused)) from refused
    message = f"No valid answers to “{form.title}” were found."
    raise NoSuggestion(message)


def _candidates(field: Field, scope: Scope) -> list[Any]:
    """Return the answers to try: the form's own default first; none for an optional question."""
    kind = QUESTION_TYPES[field.type]
    default = field.default
    if field.default_expression is not None:
        default = kind.keep(field, scope.evaluate(field.default_expression))
    found = [] if default is None else [default]
    return [*found, *kind.candidates(field, scope)] if field.required else [*found, None]


def _pick(
    form: FormDefinition,
    candidates: Mapping[str, list[Any]],
    places: Mapping[str, int],
    overrides: dict[str, Any],
    scope: Scope,
) -> dict[str, Any]:
    picked = {
        key: found[places[key]]
        for key, found in candidates.items()
        if places[key] < len(found) and found[places[key]] is not None
    }
    shown, kept = visible_fields(form.judged, {**picked, **overrides}, scope)
    return {**{key: kept[key] for key in kept if form.field(key).id in shown}, **overrides}


def _move_on(
    refused: AnswersRefused,
    candidates: Mapping[str, list[Any]],
    places: dict[str, int],
) -> bool:
    """Take the next candidate of one question that is refused; say whether there was one."""
    for error in refused.errors:
        key = error.key
        if key in places and places[key] + 1 < len(candidates[key]):
            places[key] += 1
            return True
    return False
