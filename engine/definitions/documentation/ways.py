"""Where a sequence flow leads, in words."""

from collections.abc import Iterable, Iterator

from engine.definitions import names
from engine.definitions.diagram import Flow, Node
from engine.definitions.wording.people import recipients_in_words
from engine.english import listed

NOWHERE = "nothing: no arrow leads on"
_MOST_GATEWAYS = 100
"""That one looks through in a row; no diagram for people has more, and files of strangers may."""
_WAITING = frozenset({"userTask", "callActivity", "subProcess", "receiveTask"})


def leads_to(node: Node) -> str:
    """Return what comes after a node: “Discuss and find a solution”, or several."""
    return where(flow.target for flow in node.outgoing) or NOWHERE


def where(targets: Iterable[Node | None]) -> str:
    """Return the places at which flows arrive, joined; empty without any."""
    places = [place for target in targets if target is not None for place in _places(target, set())]
    return listed(list(dict.fromkeys(places)))


def is_decision(node: Node) -> bool:
    """Tell whether a gateway chooses between several ways."""
    splits = node.kind in {"exclusiveGateway", "inclusiveGateway", "eventBasedGateway"}
    return splits and len(node.outgoing) > 1


def notices_after(node: Node) -> Iterator[Node]:
    """Yield the notices that follow a node before anybody has to do anything, in their order.

    A decision on the way ends the search: what it leads to depends on its answer.
    """
    met: set[str] = set()
    waiting = [flow.target for flow in node.outgoing]
    while waiting and len(met) <= _MOST_GATEWAYS:
        target = waiting.pop(0)
        if target is None or target.id in met or target.kind in _WAITING or is_decision(target):
            continue
        met.add(target.id)
        if is_notice(target):
            yield target
        waiting.extend(flow.target for flow in target.outgoing)


def is_notice(node: Node) -> bool:
    """Tell whether a node tells people something."""
    return node.kind == "serviceTask" and node.property_value("operation") == "notify"


def told_at(node: Node) -> str:
    """Return whom a notice tells; empty when an expression decides it."""
    text = (node.property_value("recipients") or "").strip()
    return "" if text.startswith("=") else recipients_in_words(text)


def _places(node: Node, met: set[str]) -> Iterator[str]:
    """Yield what a flow comes to; a gateway that only joins or parts ways is looked through."""
    if node.id in met or len(met) > _MOST_GATEWAYS:
        return
    met.add(node.id)
    name = names.one_line(node.element.get("name"))
    if node.kind == "parallelGateway" and len(node.incoming) > 1:
        yield from _joined(node, met)
    elif node.kind == "parallelGateway":
        yield f"{listed([*_behind(node.outgoing, met)])}, side by side"
    elif node.kind in names.GATEWAYS and not is_decision(node):
        yield from _behind(node.outgoing, met)
    elif node.kind in names.GATEWAYS:
        yield f"the question “{name}”" if name else "a decision without a question"
    elif node.kind == "endEvent":
        yield f"the end “{name}”" if name else "the end"
    else:
        yield f"“{name or node.id}”"


def _joined(node: Node, met: set[str]) -> Iterator[str]:
    for place in _behind(node.outgoing, met):
        yield f"{place}, once everything side by side is done"


def _behind(flows: Iterable[Flow], met: set[str]) -> Iterator[str]:
    for flow in flows:
        if flow.target is not None:
            yield from _places(flow.target, met)
