"""A reminder ends by itself and does not flow back into the main path."""

from collections.abc import Iterator

from engine.definitions.diagram import Diagram, Node
from engine.definitions.paths import along_everything, along_main_path, reachable, starts_of
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
            main = reachable(starts_of(nodes), along_main_path) if events else {}
            for event in events:
                yield from _way_back(diagram, event, main)


def _way_back(diagram: Diagram, event: Node, main: dict[str, Node]) -> Iterator[Problem]:
    shared = [
        node
        for node in reachable([event], along_everything).values()
        if node.id in main and not _only_ends(node)
    ]
    if shared:
        yield _report.error(
            diagram,
            event.element,
            f"“{event.name}” interrupts nothing, but its path leads to “{shared[0].name}” in the "
            "main path, which would then run twice.",
            "Let the path end in an end event of its own, or make the event interrupting.",
        )


def _only_ends(node: Node) -> bool:
    return node.kind == "endEvent" and not node.event_definitions
