"""Names and explanations: other words for the same steps, lanes, answers and notes."""

from collections.abc import Iterator

from engine.definitions.comparison.difference import Difference, Kind
from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.item import Item
from engine.definitions.comparison.pair import WORDING, Pair
from engine.definitions.comparison.words import called, noun_of, quoted

_NOTES = frozenset({"textAnnotation"})


def compare(pair: Pair) -> Iterator[Difference]:
    """Compare names and documentation, and the notes in the drawing."""
    matched = (pair.nodes, pair.lanes, pair.processes, pair.rest)
    for old, new in (both for found in matched for both in found.pairs):
        yield from _both(pair, old, new)
    for old, new in pair.flows.pairs:
        yield from _answer(pair, old, new)
    for note in pair.rest.removed:
        if note.kind in _NOTES:
            words = f"The note {quoted(note.title)} is gone"
            yield pair.spot(note, None).note(Kind.TEXTS, "note", (note.name, ""), words, WORDING)
    for note in pair.rest.added:
        if note.kind in _NOTES:
            words = f"New note: {quoted(note.title)}"
            yield pair.spot(None, note).note(Kind.TEXTS, "note", ("", note.name), words, WORDING)


def _both(pair: Pair, old: Item, new: Item) -> Iterator[Difference]:
    spot = pair.spot(old, new)
    if old.name != new.name and new.kind != "message":
        if new.kind in _NOTES:
            words = f"The note now says {quoted(new.name)} (before: {quoted(old.name)})"
        elif not old.name or not new.name:
            words = f"The {noun_of(new)} {new.key} is now called {quoted(new.title)}"
        else:
            words = f"{called(old)} is now called {quoted(new.title)}"
        yield spot.note(Kind.TEXTS, "name", (old.name, new.name), words, WORDING)
    if old.documentation != new.documentation:
        yield spot.note(
            Kind.TEXTS,
            "documentation",
            (old.documentation, new.documentation),
            f"The explanation of {called(new)} reads differently",
            WORDING,
        )


def _answer(pair: Pair, old: Item, new: Item) -> Iterator[Difference]:
    spot = pair.spot(old, new)
    if old.name != new.name:
        source = _source(pair.new, new)
        yield spot.note(
            Kind.TEXTS,
            "name",
            (old.name, new.name),
            f"An answer after {source} is now written {quoted(new.name or 'nothing')} "
            f"(before: {quoted(old.name or 'nothing')})",
            WORDING,
        )
    if old.documentation != new.documentation:
        yield spot.note(
            Kind.TEXTS,
            "documentation",
            (old.documentation, new.documentation),
            f"The explanation of a way after {_source(pair.new, new)} reads differently",
            WORDING,
        )


def _source(edition: Edition, flow: Item) -> str:
    node = edition.nodes.get(flow.facts.get("sourceRef", ""))
    return called(node) if node else "nowhere"
