"""The ways between steps: where an answer leads, on which condition, which is the default."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.comparison.difference import Difference, Kind
from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.item import Item
from engine.definitions.comparison.pair import DRAWING, Pair
from engine.definitions.comparison.words import called, formula_words, quoted
from engine.definitions.wording.limits import limit_in_words, timer_of

_CONDITION = "conditionExpression"


def compare(pair: Pair) -> Iterator[Difference]:
    """Compare the sequence flows; those of a step that is new or gone come and go with it."""
    for old, new in pair.flows.pairs:
        yield from _both(pair, old, new)
    stays = set(pair.nodes.new_keys)
    for flow in pair.flows.removed:
        if flow.facts.get("sourceRef") in stays:
            yield pair.spot(flow, None).note(
                Kind.FLOW,
                "way",
                (_target(pair.old, flow), ""),
                f"{_from(pair.old, flow)} no longer leads to {_target(pair.old, flow)}",
            )
    stays = set(pair.nodes.new_keys.values())
    for flow in pair.flows.added:
        if flow.facts.get("sourceRef") in stays:
            condition = _condition(pair.new, flow)
            when = f", when {condition}" if condition else ""
            yield pair.spot(None, flow).note(
                Kind.FLOW,
                "way",
                ("", _target(pair.new, flow)),
                f"{_from(pair.new, flow)} is new, and leads to {_target(pair.new, flow)}{when}",
            )
    yield from _defaults(pair)


def _both(pair: Pair, old: Item, new: Item) -> Iterator[Difference]:
    nodes, spot = pair.nodes.new_keys, pair.spot(old, new)
    target, source = old.facts.get("targetRef", ""), old.facts.get("sourceRef", "")
    is_led_elsewhere = nodes.get(target) != new.facts.get("targetRef", "")
    if is_led_elsewhere:
        before, after = _target(pair.old, old), _target(pair.new, new)
        words = f"{_from(pair.new, new)} now leads to {after} (before: to {before})"
        if _beyond(pair, old, new):
            words = f"{_from(pair.new, new)} leads to {after} past other meeting points of ways"
            yield spot.note(Kind.FLOW, "target", (before, after), words, DRAWING)
        else:
            yield spot.note(Kind.FLOW, "target", (before, after), words)
    if nodes.get(source) != new.facts.get("sourceRef", ""):
        before, after = _from(pair.old, old), _from(pair.new, new)
        yield spot.note(
            Kind.FLOW,
            "source",
            (before, after),
            f"{_target(pair.new, new)} is now reached: {after[:1].lower()}{after[1:]} "
            f"(before: {before[:1].lower()}{before[1:]})",
        )
    if old.facts.get(_CONDITION, "") != new.facts.get(_CONDITION, ""):
        before = _condition(pair.old, old) or "always"
        after = _condition(pair.new, new) or "always"
        yield spot.note(
            Kind.FLOW,
            "condition",
            (before, after),
            f"{_from(pair.new, new)} to {_target(pair.new, new)} is now taken when {after} "
            f"(before: {before})",
        )


def _defaults(pair: Pair) -> Iterator[Difference]:
    flows = pair.flows.new_keys
    for old, new in pair.nodes.pairs:
        before, after = old.facts.get("default", ""), new.facts.get("default", "")
        if flows.get(before, before) == after or (not before and not after):
            continue
        words = [
            _target(edition, edition.flows[key]) if key in edition.flows else "nowhere"
            for edition, key in ((pair.old, before), (pair.new, after))
        ]
        if words[0] != words[1]:
            yield pair.spot(old, new).note(
                Kind.FLOW,
                "default",
                (words[0], words[1]),
                f"{_after(pair.new, new)}, when no answer fits, it now goes to {words[1]} "
                f"(before: to {words[0]})",
            )


def _condition(edition: Edition, flow: Item) -> str:
    return formula_words(flow.facts.get(_CONDITION, ""), edition)


def _from(edition: Edition, flow: Item) -> str:
    source = edition.nodes.get(flow.facts.get("sourceRef", ""))
    answer = f"the answer {quoted(flow.name)}" if flow.name else "the way"
    return f"{_after(edition, source) if source else 'From nowhere'}, {answer}"


def _after(edition: Edition, source: Item) -> str:
    if not source.is_timer:
        return f"After {called(source)}"
    host = edition.nodes.get(source.host)
    step = f" on {quoted(host.title)}" if host else ""
    words = limit_in_words(timer_of(source.element), edition.vocabulary)
    return f"When the limit{step} ({words}) has passed"


def _target(edition: Edition, flow: Item) -> str:
    """Return where a way leads, past meeting points without a name."""
    node = _followed(edition, flow)
    return "nowhere" if node is None else called(node)


def _followed(edition: Edition, flow: Item) -> Item | None:
    node = edition.nodes.get(flow.facts.get("targetRef", ""))
    for _ in range(100):
        if node is None or node.name or node.kind not in names.GATEWAYS:
            break
        outgoing = edition.outgoing.get(node.key, ())
        if len(outgoing) != 1:
            break
        node = edition.nodes.get(outgoing[0].facts.get("targetRef", ""))
    return node


def _beyond(pair: Pair, old: Item, new: Item) -> bool:
    """Tell whether two ways lead to the same, but for meeting points that decide nothing."""
    before, after = _followed(pair.old, old), _followed(pair.new, new)
    if before is None or after is None:
        return False
    return pair.nodes.new_keys.get(before.key) == after.key
