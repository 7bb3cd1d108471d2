"""Which step of a diagram may come before which other, over the borders of sub-processes."""

from functools import cached_property

from engine.definitions.diagram import Diagram, Node
from engine.definitions.paths import along_everything, reachable

_MOST_STEPS = 2_000_000


class Order:
    """Answers for one diagram; the search is bounded: beyond it everything may precede."""

    def __init__(self, diagram: Diagram) -> None:
        self._diagram = diagram
        self._after: dict[str, frozenset[str]] = {}
        self._steps_left = _MOST_STEPS

    def may_precede(self, first: Node, second: Node) -> bool:
        """Tell whether a case can come from the first node to the second, also by going round."""
        firsts = {id(node.scope): node for node in self._with_scopes(first)}
        for node in self._with_scopes(second):
            before = firsts.get(id(node.scope))
            if before is not None and self._leads(before, node):
                return True
        return False

    def _with_scopes(self, node: Node) -> list[Node]:
        """Give a node and the sub-processes around it, from inside to outside."""
        found = [node]
        while (around := self._node_of.get(id(found[-1].scope))) is not None:
            found.append(around)
        return found

    @cached_property
    def _node_of(self) -> dict[int, Node]:
        return {id(node.element): node for node in self._diagram.nodes.values()}

    def _leads(self, first: Node, second: Node) -> bool:
        if first.id not in self._after:
            if self._steps_left <= 0:
                return True
            after = frozenset(_after(first))
            self._steps_left -= len(after)
            self._after[first.id] = after
        return second.id in self._after[first.id]


def _after(node: Node) -> dict[str, Node]:
    """Give every node that can follow; the node itself only where it can come again."""
    return reachable(along_everything(node), along_everything)
