"""Called diagrams: which one is called, what it is handed over, and what it gives back."""

from collections.abc import Iterator

from engine.definitions.comparison.difference import Difference, Kind
from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.item import Item
from engine.definitions.comparison.pair import Pair
from engine.definitions.comparison.recipients import HANDED_OVER
from engine.definitions.comparison.words import (
    NOTHING,
    called,
    literal_of,
    quoted,
    roles_words,
    value_words,
)

_ROLE = "in:handler_role"


def compare(pair: Pair) -> Iterator[Difference]:
    """Compare call activities; recipients that they hand over belong to who is told."""
    for old, new in pair.nodes.pairs:
        before, after = old.facts.get("calledElement", ""), new.facts.get("calledElement", "")
        if before != after:
            yield pair.spot(old, new).note(
                Kind.CALLS,
                "calledElement",
                (before, after),
                f"{called(new)} now runs the diagram {quoted(after or NOTHING)} "
                f"(before: {quoted(before or NOTHING)})",
            )
        for name in dict.fromkeys((*old.facts, *new.facts)):
            if name.startswith(("in:", "out:")) and name != HANDED_OVER:
                yield from _mapping(pair, old, new, name)


def _mapping(pair: Pair, old: Item, new: Item, name: str) -> Iterator[Difference]:
    before, after = old.facts.get(name, ""), new.facts.get(name, "")
    if before == after:
        return
    spot = pair.spot(old, new)
    direction, _, target = name.partition(":")
    if name == _ROLE:
        values = (_roles(before, pair.old), _roles(after, pair.new))
        yield spot.note(
            Kind.ROLES,
            target,
            values,
            f"What {called(new)} asks for is now for {values[1]} (before: {values[0]})",
        )
        return
    values = (_value(before, pair.old), _value(after, pair.new))
    verb = "hands over" if direction == "in" else "gives back"
    question = _prefilled(pair.new, target) or _prefilled(pair.old, target)
    if direction == "in" and question:
        words = (
            f"In {called(new)}, the question {quoted(question)} is now filled in beforehand with"
        )
    else:
        words = f"{called(new)} {verb} as {quoted(target)} now"
    yield spot.note(Kind.CALLS, target, values, f"{words} {values[1]} (before: {values[0]})")


def _roles(text: str, edition: Edition) -> str:
    plain = literal_of(text)
    return roles_words(text if plain is None else plain, edition)


def _value(text: str, edition: Edition) -> str:
    return value_words(text, edition) if text else NOTHING


def _prefilled(edition: Edition, variable: str) -> str:
    """Return the question that this variable fills in beforehand, or ""."""
    for form in edition.subject.forms.values():
        for field in form.all_fields():
            default = field.default_expression
            if default is not None and default.source.strip() == variable:
                return " ".join(field.label.split())
    return ""
