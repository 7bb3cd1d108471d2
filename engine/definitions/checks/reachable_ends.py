"""From every step an end can be reached."""

from collections.abc import Iterator
from itertools import islice

from engine.definitions.diagram import Diagram, Node
from engine.definitions.paths import along_everything, leading_to, reachable, starts_of
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "reachable-ends"
_report = Reporter(NAME)
_MOST_SHOWN = 4


def check(subject: Subject) -> Iterator[Problem]:
    """Find steps that go round in a circle for ever: ways on, but none of them to an end.

    A scope without any end event, and a step after which nothing comes, are other checks' business.
    """
    for diagram in subject.diagrams:
        for _, nodes in diagram.scopes:
            if any(node.kind == "endEvent" for node in nodes):
                yield from _circles(diagram, nodes)


def _circles(diagram: Diagram, nodes: tuple[Node, ...]) -> Iterator[Problem]:
    leads_to_end = leading_to(filter(_comes_to_rest, nodes), nodes)
    reached = reachable(starts_of(nodes), along_everything)
    caught = [node for node in nodes if node.id in reached and node.id not in leads_to_end]
    said: set[str] = set()
    for node in caught:
        if node.id not in said:
            others = reachable([node], along_everything)
            said.update(others)
            steps = ", ".join(f"“{other.name}”" for other in islice(others.values(), _MOST_SHOWN))
            yield _report.error(
                diagram,
                node.element,
                f"From “{node.name}” no end can be reached; the case would go round for ever: "
                f"{steps}.",
                "Draw a way out, for example a gateway with a flow to an end event.",
            )


def _comes_to_rest(node: Node) -> bool:
    """Tell whether a way stops at a node: at an end, or where nothing comes after."""
    return not any(True for _ in along_everything(node))
