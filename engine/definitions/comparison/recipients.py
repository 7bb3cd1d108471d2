"""Who is told by a notice, also through a called diagram, and with which text."""

from collections.abc import Iterator

from engine.definitions.comparison.difference import Difference, Kind
from engine.definitions.comparison.item import Item
from engine.definitions.comparison.pair import Pair
from engine.definitions.comparison.words import (
    called,
    recipients_of,
    recipients_words,
)
from engine.definitions.wording.people import people_in_words

HANDED_OVER = "in:recipients"


def compare(pair: Pair) -> Iterator[Difference]:
    """Compare recipients and templates of notices, and recipients that a call hands over."""
    for old, new in pair.nodes.pairs:
        for name in ("property:recipients", HANDED_OVER):
            yield from _told(pair, old, new, name)
        before, after = old.property_value("template"), new.property_value("template")
        if before != after:
            yield pair.spot(old, new).note(
                Kind.RECIPIENTS,
                "template",
                (before, after),
                f"{called(new)} now sends the text {after or 'of nothing'} "
                f"(before: {before or 'none'})",
            )


def _told(pair: Pair, old: Item, new: Item, name: str) -> Iterator[Difference]:
    before, after = old.facts.get(name, ""), new.facts.get(name, "")
    if before == after:
        return
    values = (recipients_words(before), recipients_words(after))
    yield pair.spot(old, new).note(
        Kind.RECIPIENTS, "recipients", values, _sentence(new, before, after, values)
    )


def _sentence(item: Item, before: str, after: str, values: tuple[str, str]) -> str:
    told, now_told = recipients_of(before), recipients_of(after)
    if told is None or now_told is None:
        return f"{called(item)} now tells {values[1]} (before: {values[0]})"
    more = [one for one in now_told if one not in told]
    fewer = [one for one in told if one not in now_told]
    parts = [f"now also tells {people_in_words(more)}"] if more else []
    parts += [f"no longer tells {people_in_words(fewer)}"] if fewer else []
    if not parts:
        return f"{called(item)} names the same people in another order"
    return f"{called(item)} {' and '.join(parts)}. Altogether: {values[1]}"
