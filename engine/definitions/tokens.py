"""Plays tokens through one scope to find parallel joins that can wait for ever."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from engine.definitions.diagram import Flow, Node
from engine.definitions.paths import starts_of

# Indices of the flows that carry a token, sorted; a flow may stand in it twice.
Marking = tuple[int, ...]
_MAX_MARKINGS = 20_000
_MAX_TOKENS = 300
_MAX_WORK = 1_000_000
_MAX_INCLUSIVE = 6


def stuck_joins(nodes: tuple[Node, ...]) -> list[Node]:
    """Give the parallel joins at which some way through the scope stops.

    Every choice at a gateway counts as possible. Tokens do not get in each other's way before they
    meet at a join, so it is enough to move one at a time, in one order. The search is bounded: a
    scope that is too large to play through gives nothing, and so does one with an inclusive join.
    """
    if not any(_is_join(node, "parallelGateway") for node in nodes):
        return []
    if any(_is_join(node, "inclusiveGateway") for node in nodes):
        return []
    return _Game(nodes).play()


def _is_join(node: Node, kind: str) -> bool:
    return node.kind == kind and len(node.incoming) > 1


class _Game:
    """The flows of one scope, numbered."""

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        self._starts = starts_of(nodes) or [node for node in nodes if not node.incoming]
        flows = [flow for node in nodes for flow in node.outgoing if flow.target is not None]
        self._flows: list[Flow] = flows
        self._number = {id(flow): index for index, flow in enumerate(flows)}
        self._work = 0

    def play(self) -> list[Node]:
        waiting = [marking for start in self._starts[:1] for marking in self._after(start, ())]
        seen = set(waiting)
        stuck: dict[str, Node] = {}
        while waiting:
            marking = waiting.pop()
            self._work += len(marking)
            is_too_much = len(seen) > _MAX_MARKINGS or self._work > _MAX_WORK
            if is_too_much or len(marking) > _MAX_TOKENS:
                return []
            following = set(self._moves(marking))
            if not following:
                stuck.update((node.id, node) for node in self._waiting_joins(marking))
            waiting.extend(following - seen)
            seen |= following
        return list(stuck.values())

    def _moves(self, marking: Marking) -> list[Marking]:
        """Move the first token that can move, in every way that it can."""
        for index in dict.fromkeys(marking):
            moves = list(self._moves_of(index, marking))
            if moves:
                return moves
        return []

    def _moves_of(self, index: int, marking: Marking) -> Iterator[Marking]:
        target = self._flows[index].target
        if target is None:
            return
        if _is_join(target, "parallelGateway"):
            needed = self._numbers(target.incoming)
            if index == min(needed) and set(needed).issubset(marking):
                yield from self._after(target, _without(marking, needed))
        else:
            yield from self._after(target, _without(marking, (index,)))

    def _after(self, node: Node, rest: Marking) -> Iterator[Marking]:
        if "terminateEventDefinition" in node.event_definitions:
            yield ()
        elif not node.outgoing and not node.boundary:
            yield rest
        for taken in _choices(node):
            yield tuple(sorted((*rest, *self._numbers(taken))))

    def _numbers(self, flows: Iterable[Flow]) -> tuple[int, ...]:
        """Give the numbers of flows; what comes from another scope is another check's business."""
        return tuple(self._number[id(flow)] for flow in flows if id(flow) in self._number)

    def _waiting_joins(self, marking: Marking) -> Iterator[Node]:
        for index in marking:
            target = self._flows[index].target
            if target is not None and _is_join(target, "parallelGateway"):
                yield target


def _choices(node: Node) -> Iterator[tuple[Flow, ...]]:
    """Give every set of flows that may be taken when the node is left."""
    if node.kind in {"exclusiveGateway", "eventBasedGateway"}:
        yield from ((flow,) for flow in node.outgoing)
    elif node.kind == "inclusiveGateway":
        flows = node.outgoing[:_MAX_INCLUSIVE]
        for size in range(1, len(flows) + 1):
            yield from combinations(flows, size)
    elif node.outgoing:
        yield tuple(node.outgoing)
    for event in node.boundary:
        yield from _by_event(node, event)


def _by_event(node: Node, event: Node) -> Iterable[tuple[Flow, ...]]:
    kept = () if event.is_interrupting else tuple(node.outgoing)
    return [(*kept, *event.outgoing)]


def _without(marking: Marking, taken: tuple[int, ...]) -> Marking:
    left = list(marking)
    for number in taken:
        left.remove(number)
    return tuple(left)
