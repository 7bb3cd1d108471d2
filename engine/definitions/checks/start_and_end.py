"""Every process and sub-process has one start and at least one end."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "start-and-end"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find processes and sub-processes without exactly one start event, or without end event."""
    for diagram in subject.diagrams:
        for scope, nodes in diagram.scopes:
            name = names.one_line(scope.get("name")) or scope.get("id", "?")
            starts = sum(node.kind == "startEvent" for node in nodes)
            if starts != 1:
                yield _report.error(
                    diagram,
                    scope,
                    f"“{name}” has {starts or 'no'} start events; it must have exactly one.",
                    "Draw one start event; for other ways in use an event sub-process.",
                )
            if not any(node.kind == "endEvent" for node in nodes):
                yield _report.error(
                    diagram,
                    scope,
                    f"“{name}” has no end event.",
                    "Draw an end event after the last step.",
                )
