"""Every service task names an operation that Concord has."""

from collections.abc import Iterator

from engine.definitions.diagram import Diagram, Node
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject
from engine.spiff.operations import OPERATIONS

NAME = "service-operations"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find service tasks without operation, or with one that is unknown."""
    for diagram in subject.diagrams:
        for node in diagram.of_kind("serviceTask"):
            yield from _fault(diagram, node)


def _fault(diagram: Diagram, node: Node) -> Iterator[Problem]:
    operation = (node.property_value("operation") or "").strip()
    if operation not in OPERATIONS:
        said = f"has the unknown operation “{operation[:60]}”" if operation else "has no operation"
        yield _report.error(
            diagram,
            node.element,
            f"The service task “{node.name}” {said}.",
            f"Set the property “operation” to one of: {', '.join(OPERATIONS)}.",
        )
    elif not (node.property_value("template") or "").strip():
        yield _report.warning(
            diagram,
            node.element,
            f"The notification “{node.name}” names no template for its text.",
            "Set the property “template”.",
        )
