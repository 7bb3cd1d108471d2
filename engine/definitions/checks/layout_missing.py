"""A warning: the diagram has no layout."""

from collections.abc import Iterator

from engine.definitions.layout.plane import read_plane
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "layout-missing"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find diagrams that run but cannot be shown."""
    for diagram in subject.diagrams:
        if diagram.nodes and read_plane(diagram).is_empty:
            yield _report.about_file(
                diagram.file,
                "The file says nothing about how the diagram is drawn, so no picture can be shown.",
                "Open it in the modeller, arrange the elements and save it.",
                severity="warning",
            )
