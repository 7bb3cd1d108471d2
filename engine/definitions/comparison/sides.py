"""Which agency does a step, and when the others may read what it wrote."""

from collections.abc import Iterator

from engine.definitions.comparison.difference import Difference, Kind
from engine.definitions.comparison.pair import Pair
from engine.definitions.comparison.words import called
from engine.definitions.wording.people import side_in_words

_READABLE = {"after own": "when they have written their own part", "": "at once"}


def compare(pair: Pair) -> Iterator[Difference]:
    """Compare the agency side of each step, and `readable`."""
    for old, new in pair.nodes.pairs:
        before, after = old.property_value("agencySide"), new.property_value("agencySide")
        if before != after:
            words = (side_in_words(before), side_in_words(after))
            yield pair.spot(old, new).note(
                Kind.SIDES,
                "agencySide",
                words,
                f"{called(new)} is now for {words[1]} (before: {words[0]})",
            )
        before, after = old.property_value("readable"), new.property_value("readable")
        if before != after:
            words = (_READABLE.get(before, before), _READABLE.get(after, after))
            yield pair.spot(old, new).note(
                Kind.SIDES,
                "readable",
                words,
                f"At {called(new)}, agencies can now read what the others wrote {words[1]} "
                f"(before: {words[0]})",
            )
