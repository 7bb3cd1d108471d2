"""Only a step that each agency does for itself is read after one's own."""

from collections.abc import Iterator

from engine.definitions.after_own import AFTER_OWN, READABLE
from engine.definitions.diagram import Diagram, Node
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject
from engine.vocabulary import AgencySide

NAME = "readable-answers"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find unknown values of `readable`, and those on steps that are not for each agency."""
    for diagram in subject.diagrams:
        for node in diagram.nodes.values():
            value = node.property_value(READABLE)
            if value is not None:
                yield from _fault(diagram, node, value)


def _fault(diagram: Diagram, node: Node, value: str) -> Iterator[Problem]:
    if value != AFTER_OWN:
        yield _report.error(
            diagram,
            node.element,
            f"“{node.name}” has the unknown value “{value[:60]}” of readable.",
            f"Write “{AFTER_OWN}”, or take the property away.",
        )
    elif node.kind != "userTask" or node.property_value("agencySide") != AgencySide.EACH:
        yield _report.error(
            diagram,
            node.element,
            f"“{node.name}” is to be read after one's own, but is not done by each agency.",
            f"Set agencySide to {AgencySide.EACH}, or take the property readable away.",
        )
