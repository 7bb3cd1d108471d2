"""Every user task says in known words which agency acts."""

from collections.abc import Iterator

from engine.definitions.diagram import Diagram, Node
from engine.definitions.each_agency import is_repeated
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject
from engine.vocabulary import AgencySide

NAME = "agency-sides"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find unknown sides, and `each` on a step that is not done for each agency."""
    for diagram in subject.diagrams:
        for node in diagram.of_kind("userTask"):
            yield from _fault(diagram, node)


def _fault(diagram: Diagram, node: Node) -> Iterator[Problem]:
    side = node.property_value("agencySide")
    if side is not None and side not in list(AgencySide):
        yield _report.error(
            diagram,
            node.element,
            f"“{node.name}” has the unknown agency side “{side[:60]}”.",
            f"Choose one of: {', '.join(AgencySide)}.",
        )
    elif side == AgencySide.EACH and not is_repeated(node.element):
        yield _report.error(
            diagram,
            node.element,
            f"“{node.name}” is for each agency, but it is drawn as one step.",
            "Choose “Each agency” for it again, which sets the mark for several, or choose both.",
        )
