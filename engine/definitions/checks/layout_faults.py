"""The drawing can be read, and shows the procedure as it is."""

from collections.abc import Iterator
from itertools import islice

from engine.definitions.diagram import Diagram
from engine.definitions.layout.edges import find_edge_flaws
from engine.definitions.layout.finding import Finding
from engine.definitions.layout.labels import find_label_flaws
from engine.definitions.layout.plane import Plane, read_plane
from engine.definitions.layout.shapes import find_shape_flaws
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "layout-faults"
_report = Reporter(NAME)
_MOST_FINDINGS = 200
_REMEDY = "Arrange it in the modeller: move the element, its label or the bends of the flow."


def check(subject: Subject) -> Iterator[Problem]:
    """Find what overlaps, runs through something, stands in a wrong lane or does not fit.

    What shows another procedure than the one that runs is an error, the rest a warning.
    """
    for diagram in subject.diagrams:
        plane = read_plane(diagram)
        if not plane.is_empty:
            for finding in islice(_findings(diagram, plane), _MOST_FINDINGS):
                report = _report.error if finding.is_error else _report.warning
                yield report(diagram, finding.element, finding.message, _REMEDY)


def _findings(diagram: Diagram, plane: Plane) -> Iterator[Finding]:
    for stray in plane.strays:
        yield Finding(
            diagram.root,
            f"The drawing shows “{stray[:80]}”, which the process has not.",
            is_error=True,
        )
    yield from find_shape_flaws(diagram, plane)
    yield from find_edge_flaws(plane)
    yield from find_label_flaws(plane)
