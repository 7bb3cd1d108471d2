"""What a question says, aspect by aspect: as it is compared, and in words."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from forms.feel import Expression
from forms.feel.words import Vocabulary, condition_in_words, value_in_words
from forms.fields.field import Field

_YES = {True: "yes", False: "no"}
_READERS = {
    "case": "both sides",
    "case+bm": "both sides and the Business Manager",
    "own agency": "the own agency only",
}
_TYPES = {
    "textfield": "a line of text",
    "textarea": "several lines of text",
    "number": "a number",
    "radio": "one of several answers",
    "select": "one of a list",
    "checkbox": "a tick",
    "checklist": "several answers at once",
    "datetime": "a date",
    "text": "a text to read",
    "group": "a group of questions",
}
_LISTS = {
    "agency_options": "all agencies",
    "own_agency_options": "the own agencies",
    "person_options": "people of the directory",
}
_REFERENCES = {"": "no directory", "agency": "the agencies", "person": "the people"}


class Said(NamedTuple):
    """One aspect: what is compared, and how people read it."""

    raw: object = ""
    words: str = ""


def said_of(field: Field, vocabulary: Vocabulary) -> Mapping[str, Said]:
    """Return everything that a field says, apart from its options.

    `vocabulary` is that of its form, whose own questions come first.
    """
    limits = field.limits
    found = {
        "type": Said(field.type, _TYPES.get(field.type, field.type)),
        "key": Said(field.key, field.key),
        "id": Said(field.id, field.id),
        "label": _text(field.label),
        "hint": _text(field.hint),
        "condition_hint": _text(field.condition_hint),
        "error_name": _text(field.error_name),
        "options_key": Said(field.options_key, _LISTS.get(field.options_key, field.options_key)),
        "default": Said(repr(field.default), "" if field.default is None else str(field.default)),
        "rule_message": _text(field.rule_message),
        "visible_to": Said(field.visible_to, _READERS.get(field.visible_to, field.visible_to)),
        "reference": Said(field.reference, _REFERENCES.get(field.reference, field.reference)),
        "pattern": _text(limits.pattern.regex.pattern if limits.pattern else ""),
    }
    for name in ("required", "readonly", "with_time", "is_variable"):
        found[name] = Said(getattr(field, name), _YES[bool(getattr(field, name))])
    for name in ("is_questioned", "is_child_number"):
        found[name] = Said(getattr(field, name), _YES[bool(getattr(field, name))])
    for name in ("hide", "limits_met", "rule"):
        found[name] = _formula(getattr(field, name), vocabulary, condition_in_words)
    found["default_expression"] = _formula(field.default_expression, vocabulary, value_in_words)
    for name in ("not_before", "not_after"):
        found[name] = _formula(getattr(limits, name), vocabulary, value_in_words)
    for name in ("min_length", "max_length", "minimum", "maximum", "decimals"):
        value = getattr(limits, name)
        found[name] = Said(value, "" if not value and value != 0 else f"{value:,}")
    for name, value in field.properties.items():
        found[f"property:{name}"] = _text(value)
    return found


def _text(text: str) -> Said:
    plain = " ".join(text.split())
    return Said(plain, plain)


def _formula(
    expression: Expression | None,
    vocabulary: Vocabulary,
    words: Callable[[str, Vocabulary], str],
) -> Said:
    if expression is None:
        return Said()
    source = " ".join(expression.source.split())
    return Said(source, words(source, vocabulary))
