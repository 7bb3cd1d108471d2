"""Says in plain words what Concord holds an answer to, and who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.feel.words import Vocabulary, condition_in_words, value_in_words
from forms.fields import QUESTION_TYPES
from forms.fields.field import OWN_AGENCY
from forms.reveals import TICKED, place_fields
from forms.scope import Scope
from forms.vocabulary import vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from forms.definition import FormDefinition
    from forms.feel import Expression
    from forms.fields.field import Field

_SAID: Mapping[str, str] = {
    "now()": "now",
    "today()": "today",
    "stage_started_at": "when this stage began",
    "actor_agency": "the agency of the person who fills it in",
}
_LISTS: Mapping[str, str] = {
    "agency_options": "the agencies of the case’s partnership",
    "own_agency_options": "the agencies of the person who fills it in",
    "person_options": "senior managers, departmental heads and chairs",
}
_READERS: Mapping[str, str] = {
    "case+bm": "The agencies in the case and the partnership’s office read it.",
    OWN_AGENCY: "Only the writer’s own agency reads it.",
}


def _known(expression: Expression, words: Vocabulary) -> str:
    """Return a limit or a default in words."""
    plain = " ".join(expression.source.split())
    return _SAID.get(plain) or value_in_words(expression.source, words)


def rules_in_words(form: FormDefinition) -> dict[str, tuple[str, ...]]:
    """Return the rules of every component by its id, in whole sentences; empty where none holds."""
    words = vocabulary_of([form])
    asked = _when_asked(form, words)
    return {
        field.id: (*asked.get(field.id, ()), *(_of_question(field, words) if field.key else ()))
        for field in form.all_fields()
    }


def _when_asked(form: FormDefinition, words: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Return when a conditional component is asked, as the page would put it."""
    placement = place_fields(form, Scope({}, {}, {}))
    found: dict[str, tuple[str, ...]] = {
        field.id: (f"It is left out while {condition_in_words(field.hide.source, words)}.",)
        for field in form.all_fields()
        if field.hide is not None
    }
    for (key, value), fields in placement.under.items():
        question = form.field(key)
        labels = {one.value: one.label for one in question.options}
        answer = labels.get(value) or (question.label if value == TICKED else value)
        for field in fields:
            found[field.id] = (f"Asked only after ‘{answer}’ at ‘{question.label}’.",)
    return found


def _of_question(field: Field, words: Vocabulary) -> Iterator[str]:
    if field.readonly:
        yield "It is shown and takes no answer."
        return
    if field.required:
        yield f"Without an answer: “{QUESTION_TYPES[field.type].missing(field)}”."
    yield from _bounds(field)
    yield from _moments(field, words)
    if field.rule is not None:
        yield f"“{field.rule_message}”, unless {condition_in_words(field.rule.source, words)}."
    if field.default_expression is not None:
        yield f"Filled in beforehand with {_known(field.default_expression, words)}."
    elif field.default is not None:
        yield f"Filled in beforehand with “{field.default}”."
    yield from _effects(field)


def _bounds(field: Field) -> Iterator[str]:
    limits = field.limits
    if limits.max_length:
        least = f"At least {limits.min_length:,} and at" if limits.min_length else "At"
        yield f"{least} most {limits.max_length:,} characters."
    if limits.pattern is not None:
        yield "It has to fit a pattern; the message adds the hint."
    if field.type == "number":
        yield f"Up to {limits.decimals} decimals." if limits.decimals else "A whole number."
    if limits.minimum is not None:
        yield f"{limits.minimum:g} or more."
    if limits.maximum is not None:
        yield f"{limits.maximum:g} or fewer."
    if field.options_key:
        yield f"To choose from: {_LISTS.get(field.options_key, field.options_key)}."
    if field.is_questioned and not field.is_identity_hint:
        yield "Text that looks like a name, a date of birth or an NHS number is questioned."


def _moments(field: Field, words: Vocabulary) -> Iterator[str]:
    limits = field.limits
    if limits.not_before is not None:
        yield f"Not before {_known(limits.not_before, words)}."
    if limits.not_after is not None:
        yield f"Not after {_known(limits.not_after, words)}."
    if field.limits_met is not None:
        limits_met = value_in_words(field.limits_met.source, words)
        yield f"This moment counts for a limit: {limits_met}."


def _effects(field: Field) -> Iterator[str]:
    properties = field.properties
    if field.visible_to in _READERS:
        yield _READERS[field.visible_to]
    if field.is_identity_hint:
        yield "Kept apart, encrypted, and deleted when the case closes."
    if field.is_child_number:
        yield "A case number of the child: whoever raises is told of an open case that has it."
    if sends := properties.get("sendsMessage"):
        answer, _, message = sends.partition("=")
        yield f"The answer “{answer}” sends the message {message}."
    if tells := properties.get("tells"):
        answer, _, role = tells.partition("=")
        who = role.replace("-", " ")
        yield f"The answer “{answer}” tells the {who} of the writer’s own agency."
    if properties.get("setsCase") == "yes":
        yield "The answer counts for the whole case."
    if not field.is_variable:
        yield "The diagram does not see the answer."
