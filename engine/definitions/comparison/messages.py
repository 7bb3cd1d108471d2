"""Messages: which there are, and which ones events wait for or send."""

from collections.abc import Iterator

from engine.definitions.comparison.difference import Difference, Kind
from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.item import Item
from engine.definitions.comparison.pair import Pair
from engine.definitions.comparison.words import called, quoted

REFERENCES = ("messageRef", "messageEventDefinition/messageRef")


def compare(pair: Pair) -> Iterator[Difference]:
    """Compare messages by id, and the messages of events and tasks."""
    yield from _came_and_went(pair)
    for old, new in pair.rest.pairs:
        if old.kind == new.kind == "message" and old.name != new.name:
            yield pair.spot(old, new).note(
                Kind.MESSAGES,
                "name",
                (old.title, new.title),
                f"The message {quoted(old.title)} is now called {quoted(new.title)}: what sends it "
                "has to use the new name",
            )
    for old, new in pair.nodes.pairs:
        before, after = _message(pair.old, old), _message(pair.new, new)
        if before != after and not _is_renamed(pair, before, after):
            yield pair.spot(old, new).note(
                Kind.MESSAGES,
                "messageRef",
                (before, after),
                f"{called(new)} now waits for the message {quoted(after or 'none')} "
                f"(before: {quoted(before or 'none')})",
            )


def _came_and_went(pair: Pair) -> Iterator[Difference]:
    for message in pair.rest.removed:
        if message.kind == "message":
            yield pair.spot(message, None).note(
                Kind.MESSAGES,
                "presence",
                (message.title, ""),
                f"The message {quoted(message.title)} is gone",
            )
    for message in pair.rest.added:
        if message.kind == "message":
            yield pair.spot(None, message).note(
                Kind.MESSAGES,
                "presence",
                ("", message.title),
                f"New message {quoted(message.title)}",
            )


def _is_renamed(pair: Pair, before: str, after: str) -> bool:
    """Tell whether it is one message under a new name, which is said once, at the message."""
    return any(
        (old.title, new.title) == (before, after)
        for old, new in pair.rest.pairs
        if old.kind == new.kind == "message"
    )


def _message(edition: Edition, item: Item) -> str:
    """Return the name of the message that an element waits for or sends, or ""."""
    key = next((item.facts[name] for name in REFERENCES if item.facts.get(name)), "")
    message = edition.items.get(key)
    return message.title if message else key
