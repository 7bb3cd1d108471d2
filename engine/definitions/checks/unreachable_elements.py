"""Every element can be reached from the start."""

from collections.abc import Iterator

from engine.definitions.diagram import Node
from engine.definitions.paths import along_everything, reachable, starts_of
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "unreachable-elements"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find elements to which no way leads, also not by a clock on the edge of a step.

    A boundary event that hangs nowhere is left to the check of connections.
    """
    for diagram in subject.diagrams:
        for _, nodes in diagram.scopes:
            found = reachable(starts_of(nodes), along_everything)
            for node in nodes:
                if node.id not in found and not _hangs_nowhere(node, diagram.nodes):
                    yield _report.error(
                        diagram,
                        node.element,
                        f"“{node.name}” can never be reached from the start{_way(node)}.",
                        "Draw the missing sequence flow to it, or delete the element.",
                    )


def _hangs_nowhere(node: Node, nodes: dict[str, Node]) -> bool:
    host = nodes.get(node.element.get("attachedToRef", ""))
    return node.kind == "boundaryEvent" and (host is None or host.scope is not node.scope)


def _way(node: Node) -> str:
    sources = [flow.source for flow in node.incoming if flow.source is not None]
    if node.kind == "boundaryEvent":
        return ", because the step that it stands on cannot"
    return f", because “{sources[0].name}” before it cannot" if sources else ""
