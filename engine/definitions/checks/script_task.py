"""No script tasks."""

from collections.abc import Iterator

from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "script-task"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find script tasks: a diagram carries no program code."""
    for diagram in subject.diagrams:
        for node in diagram.of_kind("scriptTask"):
            yield _report.error(
                diagram,
                node.element,
                f"“{node.name}” is a script task. Scripts are never run.",
                "Let a form ask for the value, or write the rule as a condition at a gateway.",
            )
