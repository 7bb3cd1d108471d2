"""Every other setting of an element: so that what has no comparison of its own is seen as well."""

from collections.abc import Iterator

from engine.definitions.comparison.difference import Difference, Kind, Weight
from engine.definitions.comparison.item import Item
from engine.definitions.comparison.matching import Matched
from engine.definitions.comparison.messages import REFERENCES
from engine.definitions.comparison.pair import CONSEQUENCE, DRAWING, Pair
from engine.definitions.comparison.words import NOTHING, called, quoted

_OF_NODES = frozenset(
    {
        "property:agencySide",
        "property:readable",
        "property:assignee",
        "property:recipients",
        "property:template",
        "property:clauses",
        "formKey",
        "calledElement",
        "default",
        *REFERENCES,
    }
)
"""What the other kinds compare; the last of them only by what it leads to."""
_OF_FLOWS = frozenset({"sourceRef", "targetRef", "conditionExpression"})
_OF_TIMERS = ("timerEventDefinition/time", "cancelActivity", "attachedToRef")
_OF_NOTES = frozenset({"text", "textFormat"})
_NOTES = frozenset({"textAnnotation"})
_NOTHING_ELSE: frozenset[str] = frozenset()
_DATES = frozenset({"property:edition", "property:clausePolicy"})
"""What a diagram repeats of `procedure.toml`."""
_NOT_SAID = ("/type", "/language")
_WORDS = {
    "multiInstanceLoopCharacteristics": "being done once for each of a list",
    "multiInstanceLoopCharacteristics/collection": "the list for which it is done once each",
    "multiInstanceLoopCharacteristics/isSequential": "one after the other",
    "multiInstanceLoopCharacteristics/completionCondition": "when the others need not answer",
    "isInterrupting": "whether it ends what it interrupts",
    "triggeredByEvent": "being started by an event at any stage",
    "property:stage": "the stage that it belongs to",
    "property:operation": "what it does",
    "property:standingYes": "the questions for which one yes stands for the whole case",
    "property:outputCollection": "the list that collects the answers",
    "gatewayDirection": "the direction of its ways",
    "isExecutable": "whether it can be run",
}
_DRAWN_ONLY = frozenset({"gatewayDirection", "categoryValueRef"})
_NEVER_RUN = frozenset({"association", "textAnnotation", "participant", "group", "collaboration"})


def compare(pair: Pair) -> Iterator[Difference]:
    """Compare what is left of every matched element, and other things that came or went."""
    for old, new in pair.nodes.pairs:
        yield from _rest(pair, old, new, _claimed(old, new))
    for old, new in pair.flows.pairs:
        yield from _rest(pair, old, new, _OF_FLOWS)
    for matched in (pair.lanes, pair.processes, pair.rest):
        for old, new in matched.pairs:
            yield from _rest(pair, old, new, _OF_NOTES if new.kind in _NOTES else _NOTHING_ELSE)
    yield from _others(pair, pair.rest)


def _claimed(old: Item, new: Item) -> frozenset[str]:
    names = {*old.facts, *new.facts}
    claimed = {name for name in names if name.startswith(("in:", "out:"))} | _OF_NODES
    if old.is_timer and new.is_timer:
        claimed |= {name for name in names if name.startswith(_OF_TIMERS)}
    return frozenset(claimed)


def _rest(pair: Pair, old: Item, new: Item, claimed: frozenset[str]) -> Iterator[Difference]:
    for name in dict.fromkeys((*old.facts, *new.facts)):
        if name in claimed or name.endswith(_NOT_SAID):
            continue
        before, after = old.facts.get(name), new.facts.get(name)
        if before != after:
            values = (_value(before), _value(after))
            label = _WORDS.get(name, f"the setting {quoted(name.removeprefix('property:'))}")
            yield pair.spot(old, new).note(
                Kind.PROCEDURE if new.kind == "process" else Kind.FLOW,
                name,
                values,
                f"Of {called(new)}, {label} differs: now {values[1]} (before: {values[0]})",
                _weight(name, new),
            )


def _weight(name: str, item: Item) -> Weight:
    is_only_written = name in _DRAWN_ONLY or name in _DATES or item.kind in _NEVER_RUN
    return DRAWING if is_only_written else CONSEQUENCE


def _value(text: str | None) -> str:
    if text is None:
        return NOTHING
    return text or "set"


def _others(pair: Pair, matched: Matched) -> Iterator[Difference]:
    """Compare things that are neither steps, lanes, notes nor messages, such as associations."""
    for item in matched.removed:
        if item.kind not in {"message", "textAnnotation"}:
            yield pair.spot(item, None).note(
                Kind.FLOW,
                "presence",
                (item.title, ""),
                f"{called(item)} ({item.kind}) is gone",
                _weight("", item),
            )
    for item in matched.added:
        if item.kind not in {"message", "textAnnotation"}:
            yield pair.spot(None, item).note(
                Kind.FLOW,
                "presence",
                ("", item.title),
                f"New: {called(item)} ({item.kind})",
                _weight("", item),
            )
