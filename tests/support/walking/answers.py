"""Random valid answers to a form: every option of every question can come up."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from engine.runtime.task_forms import TaskForm
from engine.trial.drawn_answers import valid_answers
from forms.fields import QUESTION_TYPES
from forms.fields.choices import options_of
from forms.fields.field import Field
from forms.scope import Scope
from tests.support.walking.plan import Dice

STUBBORN_OF_FIVE = 4
"""How many of five stubborn answers are the last option of the question for the outcome."""


def random_answers(
    shown: TaskForm, dice: Dice, given: Mapping[str, Any], *, is_stubborn: bool = False
) -> dict[str, Any]:
    """Return valid answers by the dice; what they refuse together falls back to the plainest.

    Raises:
        NoSuggestion: there are no valid answers at all.
    """
    return valid_answers(shown, _drawn(shown, dice, given, is_stubborn=is_stubborn))


def _drawn(
    shown: TaskForm, dice: Dice, given: Mapping[str, Any], *, is_stubborn: bool
) -> dict[str, Any]:
    scope = Scope({}, shown.context, shown.functions)
    drawn: dict[str, Any] = {}
    for key, field in shown.form.questions.items():
        if key in given:
            drawn[key] = given[key]
        elif is_stubborn and _is_outcome(field) and dice.number(5) < STUBBORN_OF_FIVE:
            drawn[key] = field.options[-1].value
        elif (answer := _draw(field, dice, scope)) is not None:
            drawn[key] = answer
    return drawn


def _is_outcome(field: Field) -> bool:
    return field.type in {"radio", "select"} and "outcome" in field.key and bool(field.options)


def _draw(field: Field, dice: Dice, scope: Scope) -> Any:
    """Return an answer by the dice; None leaves the question to the suggestion, or unanswered."""
    if not field.required and dice.number(2):
        return None
    found = list(dict.fromkeys(_options(field, dice, scope)))
    if not found:
        return None
    answer = dice.choose(found)
    return list(answer) if isinstance(answer, tuple) else answer


def _options(field: Field, dice: Dice, scope: Scope) -> Iterator[Any]:
    kind = QUESTION_TYPES[field.type]
    if field.type in {"radio", "select"}:
        yield from (option.value for option in options_of(field, scope))
    elif field.type == "checkbox":
        yield from (True,) if field.required else (True, False)
    elif field.type == "checklist":
        yield from _subsets([option.value for option in options_of(field, scope)], dice)
    elif field.type == "datetime":
        found = list(kind.candidates(field, scope))
        yield from (*found, *_between(found[:2], dice))
    else:
        yield from kind.candidates(field, scope)


def _subsets(values: list[str], dice: Dice) -> Iterator[tuple[str, ...]]:
    """Yield each option alone, all, and some."""
    yield from ((value,) for value in values)
    if values:
        yield tuple(values)
        yield tuple(value for value in values if dice.number(2)) or (values[0],)


def _between(bounds: list[str], dice: Dice) -> Iterator[str]:
    """Yield a moment between an earliest and a latest one."""
    if len(bounds) == 2:
        moments = sorted(datetime.fromisoformat(bound) for bound in bounds)
        span = (moments[1] - moments[0]) * (dice.number(60) / 60)
        moment = moments[0] + span
        is_date = len(bounds[0]) == len("2026-01-01")
        yield moment.date().isoformat() if is_date else moment.isoformat()
