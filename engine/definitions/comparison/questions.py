"""One question in both versions: label, hint, options, conditions, what is valid, who reads it."""

from collections.abc import Iterator
from typing import NamedTuple

from engine.definitions.comparison.difference import Difference, Kind, Place, Weight
from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.pair import CONSEQUENCE, DRAWING, WORDING, Pair, Spot, change_of
from engine.definitions.comparison.question_words import Said, said_of
from engine.definitions.comparison.words import NOTHING, quoted
from engine.english import listed, sentence
from forms.definition import FormDefinition
from forms.fields.field import Field


class Aspect(NamedTuple):
    """One thing that a question says: what sentences call it, and how much it matters."""

    words: str
    weight: Weight = CONSEQUENCE


ASPECTS: dict[str, Aspect] = {
    "type": Aspect("the kind of answer"),
    "key": Aspect("its key, under which the answer is kept"),
    "id": Aspect("its id in the editor", DRAWING),
    "label": Aspect("its words", WORDING),
    "hint": Aspect("its hint", WORDING),
    "condition_hint": Aspect("the hint when to answer", WORDING),
    "error_name": Aspect("what messages call the answer", WORDING),
    "required": Aspect("whether it must be answered"),
    "readonly": Aspect("whether it can be changed"),
    "hide": Aspect("when it is left out"),
    "options_key": Aspect("the list to choose from"),
    "default": Aspect("what is filled in beforehand"),
    "default_expression": Aspect("what is filled in beforehand"),
    "min_length": Aspect("the least number of characters"),
    "max_length": Aspect("the most characters"),
    "pattern": Aspect("how the answer must be written"),
    "minimum": Aspect("the least value"),
    "maximum": Aspect("the greatest value"),
    "decimals": Aspect("the number of decimals"),
    "not_before": Aspect("the earliest date"),
    "not_after": Aspect("the latest date"),
    "with_time": Aspect("whether a time is asked as well"),
    "limits_met": Aspect("which time limits the answer meets"),
    "rule": Aspect("what must be true of the answer"),
    "rule_message": Aspect("what is said when that is not so", WORDING),
    "is_variable": Aspect("whether the diagram sees the answer"),
    "is_questioned": Aspect("whether names in the answer are asked about"),
    "is_child_number": Aspect("whether it is a case number of the child"),
    "visible_to": Aspect("who can read the answer"),
    "reference": Aspect("what it is chosen from"),
}
"""Every aspect by name, in the order in which differences are told."""


def compare(pair: Pair, form: FormDefinition, old: Field, new: Field) -> Iterator[Difference]:
    """Compare one field that is in both versions of a form."""
    before = said_of(old, pair.old.vocabulary.on_form(form.key))
    after = said_of(new, pair.new.vocabulary.on_form(form.key))
    spot = spot_of(pair, form.key, old, new)
    at = f"in the form {quoted(form.title)} ({form.key})"
    for aspect in (*ASPECTS, *_properties(old, new)):
        one, other = before.get(aspect, Said()), after.get(aspect, Said())
        if one.raw != other.raw:
            values = (one.words or NOTHING, other.words or NOTHING)
            told = f"{sentence(at)}, {_told(aspect, values, new)}"
            weight = _aspect(aspect).weight
            yield spot.note(Kind.FORMS, aspect, values, told, weight)
    yield from _options(spot, at, old, new)


def _properties(old: Field, new: Field) -> tuple[str, ...]:
    names = dict.fromkeys((*old.properties, *new.properties))
    return tuple(f"property:{name}" for name in names if name not in _TAKEN)


def _told(aspect: str, values: tuple[str, str], field: Field) -> str:
    old, new = values
    if _aspect(aspect).weight is WORDING:
        old, new = (text if text == NOTHING else quoted(text) for text in values)
    if aspect == "label":
        noun = {"text": "text", "group": "group"}.get(field.type, "question")
        return f"the {noun} {old} now reads {new}"
    name = quoted(label_of(field))
    if aspect == "key":
        return (
            f"{name} is probably the same question under a new key ({new}, before {old}): "
            "conditions and reports find it by its key"
        )
    return f"for {name}, {_aspect(aspect).words} is now: {new} (before: {old})"


def _aspect(aspect: str) -> Aspect:
    name = aspect.removeprefix("property:")
    return ASPECTS.get(aspect) or _PROPERTIES.get(name, Aspect(f"the setting {quoted(name)}"))


_TAKEN = frozenset(
    {
        "errorName",
        "conditionHint",
        "visibleTo",
        "rule",
        "ruleMessage",
        "notAfter",
        "notBefore",
        "defaultExpression",
        "variable",
        "reference",
        "meetsLimit",
        "personalData",
        "childNumber",
    }
)
"""Properties that fields have read, and that stand among the aspects."""
_PROPERTIES = {
    "tells": Aspect("whom an answer tells in the own agency"),
    "tellsTemplate": Aspect("the text that it sends"),
    "sendsMessage": Aspect("which message an answer sends"),
    "setsCase": Aspect("whether the main process knows the answer"),
    "identityHint": Aspect("whether it helps to find the child"),
}


def _options(spot: Spot, at: str, old: Field, new: Field) -> Iterator[Difference]:
    before = {option.value: option.label for option in old.options}
    after = {option.value: option.label for option in new.options}
    name = quoted(label_of(new))
    for value, label in before.items():
        if value not in after:
            words = f"{sentence(at)}, {name} can no longer be answered with {quoted(label)}"
            yield spot.note(Kind.FORMS, f"option:{value}", (label, ""), words)
        elif label != after[value]:
            words = (
                f"{sentence(at)}, the answer {quoted(label)} to {name} now reads "
                f"{quoted(after[value])}"
            )
            yield spot.note(Kind.FORMS, f"option:{value}", (label, after[value]), words, WORDING)
    for value, label in after.items():
        if value not in before:
            words = f"{sentence(at)}, {name} can now be answered with {quoted(label)}"
            yield spot.note(Kind.FORMS, f"option:{value}", ("", label), words)
    stay = [value for value in before if value in after]
    if stay != [value for value in after if value in before]:
        values = (listed(list(before.values())), listed(list(after.values())))
        words = f"{sentence(at)}, the answers to {name} stand in another order"
        yield spot.note(Kind.FORMS, "options", values, words, WORDING)


def spot_of(pair: Pair, form: str, old: Field | None, new: Field | None) -> Spot:
    """Return where a difference of a question is: form, key, and the clauses that it carries."""
    clauses = [
        clause
        for field, edition in ((old, pair.old), (new, pair.new))
        if field is not None
        for clause in edition.clauses_of_question(form, field.key, f"{field.label} {field.hint}")
    ]
    field = new or old
    assert field is not None  # noqa: S101 - a question of neither version is not asked about
    place = Place("field", f"{form}.{field.key or field.id}", label_of(field))
    change = change_of(is_old=old is not None, is_new=new is not None)
    return pair.spot_elsewhere(place, change, clauses, (form,))


def aspect_words(aspect: str) -> str:
    """Return an aspect as a clause of its own, such as “who can read the answer”, or ""."""
    words = ASPECTS[aspect].words if aspect in ASPECTS else ""
    return words if words.startswith(("what", "when", "who", "whether", "which")) else ""


def label_of(field: Field) -> str:
    """Return what people see of a field, or its key."""
    return " ".join(field.label.split()) or field.key or field.id


_WHOLE: dict[str, str] = {
    "hide": "left out when {}",
    "options_key": "chosen from {}",
    "rule": "valid only when {}",
    "default": "filled in beforehand with {}",
    "default_expression": "filled in beforehand with {}",
    "not_before": "not before {}",
    "not_after": "not after {}",
    "limits_met": "meets a limit: {}",
    "property:tells": "tells people in the own agency ({})",
    "property:sendsMessage": "sends the message {}",
}
"""What is told of a question that is new or gone, where it says so."""


def whole(form: str, field: Field, edition: Edition) -> str:
    """Return what a question asks for, in words, without its label."""
    if not field.takes_answer:
        return label_of(field)
    said = said_of(field, edition.vocabulary.on_form(form))
    parts = ["must be answered" if field.required else "may be left empty"]
    told = ((words, said.get(name, Said()).words) for name, words in _WHOLE.items())
    parts += [words.format(value) for words, value in told if value]
    if field.options:
        parts.append(f"answers: {listed([quoted(option.label) for option in field.options], 'or')}")
    if field.visible_to != "case":
        parts.append(f"read by {said['visible_to'].words}")
    return "; ".join(parts)
