"""Time limits: how long, on what, whether they close the step or only remind."""

from collections.abc import Iterator

from engine.definitions.comparison.difference import Difference, Kind
from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.item import Item
from engine.definitions.comparison.pair import Pair
from engine.definitions.comparison.words import called, quoted
from engine.definitions.wording.limits import limit_in_words, timer_of


def compare(pair: Pair) -> Iterator[Difference]:
    """Compare the clocks of both versions."""
    gone = {process.key for process in pair.processes.removed}
    new = {process.key for process in pair.processes.added}
    for item in pair.nodes.removed:
        if item.is_timer and item.process not in gone:
            words = _whole(pair.old, item)
            yield pair.spot(item, None).note(
                Kind.LIMITS,
                "presence",
                (words, ""),
                f"The limit {_place(pair.old, item)} is gone. It was: {words}",
            )
    for item in pair.nodes.added:
        if item.is_timer and item.process not in new:
            words = _whole(pair.new, item)
            yield pair.spot(None, item).note(
                Kind.LIMITS,
                "presence",
                ("", words),
                f"New limit {_place(pair.new, item)}: {words}",
            )
    for old, item in pair.nodes.pairs:
        if old.is_timer and item.is_timer:
            yield from _both(pair, old, item)


def _both(pair: Pair, old: Item, new: Item) -> Iterator[Difference]:
    spot = pair.spot(old, new)
    before, after = _time(pair.old, old), _time(pair.new, new)
    place = _place(pair.new, new)
    if timer_of(old.element) != timer_of(new.element):
        stale = old.name == new.name == before and before != after
        label = f" Its name in the diagram still says {quoted(new.name)}" if stale else ""
        yield spot.note(
            Kind.LIMITS,
            "duration",
            (before, after),
            f"The limit {place} is now {after} (before: {before}). {_effect(new)}.{label}",
        )
    if new.host and old.is_interrupting != new.is_interrupting:
        yield spot.note(
            Kind.LIMITS,
            "interrupting",
            (_effect(old), _effect(new)),
            f"When the limit {place} ({after}) has passed: {_lower(_effect(new))} "
            f"(before: {_lower(_effect(old))})",
        )
    if pair.nodes.new_keys.get(old.host, old.host) != new.host:
        yield spot.note(
            Kind.LIMITS,
            "host",
            (_place(pair.old, old), place),
            f"The limit of {after} now stands {place} (before: {_place(pair.old, old)})",
        )


def _time(edition: Edition, item: Item) -> str:
    return limit_in_words(timer_of(item.element), edition.vocabulary)


def _whole(edition: Edition, item: Item) -> str:
    then = _then(edition, item)
    return f"{_time(edition, item)}. {_effect(item)}{f'; then {then}' if then else ''}"


def _place(edition: Edition, item: Item) -> str:
    host = edition.nodes.get(item.host)
    return f"on {called(host)}" if host else f"at {quoted(item.title)}"


def _effect(item: Item) -> str:
    if not item.host:
        return "The case waits there until then"
    if item.is_interrupting:
        return "The step closes when it has passed"
    return "It is a reminder: the step stays open"


def _then(edition: Edition, item: Item) -> str:
    targets = (
        edition.nodes.get(flow.facts.get("targetRef", ""))
        for flow in edition.outgoing.get(item.key, ())
    )
    return ", ".join(called(target) for target in targets if target is not None)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
