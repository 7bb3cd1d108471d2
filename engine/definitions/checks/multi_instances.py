"""A step for each of several says over which list it goes."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Diagram, Node
from engine.definitions.expressions import fault_in_expression
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "multi-instances"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find multi-instance marks without a collection or without a name for its element."""
    for diagram in subject.diagrams:
        for node in diagram.nodes.values():
            yield from _fault(diagram, node)


def _fault(diagram: Diagram, node: Node) -> Iterator[Problem]:
    mark = node.element.find(names.bpmn("multiInstanceLoopCharacteristics"))
    if mark is None:
        return
    collection = mark.get(names.camunda("collection"), "").strip()
    if not collection or not mark.get(names.camunda("elementVariable"), "").strip():
        yield _report.error(
            diagram,
            node.element,
            f"“{node.name}” is to be done for each of several, but does not say of which.",
            "Set the collection (such as agencies) and the element variable (such as agency).",
        )
    elif collection.startswith("=") and (fault := fault_in_expression(collection)):
        yield _report.error(
            diagram,
            node.element,
            f"The collection of “{node.name}” is wrong: {fault}.",
            "Write the name of a list, such as agencies, or FEEL that begins with “=”.",
        )
