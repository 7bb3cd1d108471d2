"""A parallel or inclusive split stands alone, with its join, in its own sub-process."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element, Node
from engine.definitions.paths import has_cycle
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "parallel-blocks"
_report = Reporter(NAME)
_REMEDY = (
    "Put the split, its branches and its join into an expanded sub-process of their own, "
    "with nothing in it that goes back."
)
_KINDS = frozenset({"parallelGateway", "inclusiveGateway"})


def check(subject: Subject) -> Iterator[Problem]:
    """Find splits and joins of which one could meet the token of another round."""
    for diagram in subject.diagrams:
        for scope, nodes in diagram.scopes:
            gateways = [n for n in nodes if n.kind in _KINDS and (_splits(n) or _joins(n))]
            if gateways:
                yield from _block(diagram, scope, nodes, gateways)


def _block(
    diagram: Diagram, scope: Element, nodes: tuple[Node, ...], gateways: list[Node]
) -> Iterator[Problem]:
    first = gateways[0]
    if names.kind(scope) not in names.SUB_PROCESSES:
        fault = "stands in the main path"
    elif sum(map(_splits, gateways)) > 1 or sum(map(_joins, gateways)) > 1:
        fault = "shares its sub-process with another split or join"
    elif has_cycle(nodes):
        fault = "stands in a sub-process with a way back"
    else:
        return
    yield _report.error(
        diagram,
        first.element,
        f"The gateway “{first.name}” {fault}. When it is passed again, the join would not wait "
        "for every branch.",
        _REMEDY,
    )


def _splits(node: Node) -> bool:
    return len(node.outgoing) > 1


def _joins(node: Node) -> bool:
    return len(node.incoming) > 1
