"""A reminder ends by itself and does not flow back into the main path."""

from collections.abc import Iterator

from engine.definitions.diagram import Node
from engine.definitions.paths import along_main_path, leading_to, reachable, starts_of
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "reminders"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find non-interrupting boundary events whose path would start the main path twice."""
    for diagram in subject.diagrams:
        for _, nodes in diagram.scopes:
            events = [n for n in nodes if n.kind == "boundaryEvent" and not n.is_interrupting]
            ways_back = _ways_back(nodes) if events else {}
            for event in events:
                if event.id in ways_back:
                    yield _report.error(
                        diagram,
                        event.element,
                        f"“{event.name}” interrupts nothing, but its path leads to "
                        f"“{ways_back[event.id].name}” in the main path, which would then run "
                        "twice.",
                        "Let the path end in an end event of its own, or make the event "
                        "interrupting.",
                    )


def _ways_back(nodes: tuple[Node, ...]) -> dict[str, Node]:
    """Give, by id, the nodes that lead to the main path, each with the nearest node of it."""
    main = reachable(starts_of(nodes), along_main_path).values()
    return leading_to((node for node in main if not _only_ends(node)), nodes)


def _only_ends(node: Node) -> bool:
    return node.kind == "endEvent" and not node.event_definitions
