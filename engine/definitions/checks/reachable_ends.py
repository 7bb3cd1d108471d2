"""From every step an end can be reached."""

from collections.abc import Iterator
from itertools import islice

from engine.definitions.diagram import Diagram, Node
from engine.definitions.paths import along_everything, reachable, starts_of
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
    leads_to_end = _that_come_to_rest(nodes)
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


def _that_come_to_rest(nodes: tuple[Node, ...]) -> set[str]:
    """Give the nodes from which some way stops: at an end, or where nothing comes after."""
    before: dict[str, list[Node]] = {}
    for node in nodes:
        for after in along_everything(node):
            before.setdefault(after.id, []).append(node)
    waiting = [node for node in nodes if not any(True for _ in along_everything(node))]
    found = {node.id for node in waiting}
    while waiting:
        for node in before.get(waiting.pop().id, ()):
            if node.id not in found:
                found.add(node.id)
                waiting.append(node)
    return found
