"""Every expression is FEEL that can be read."""

from collections.abc import Iterator

from engine.definitions.expressions import expressions_of, fault_in_expression
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "expressions"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find conditions and mappings without `=`, or that FEEL cannot read."""
    for diagram in subject.diagrams:
        for written in expressions_of(diagram):
            fault = fault_in_expression(written.text)
            if fault is not None:
                yield _report.error(
                    diagram,
                    written.element,
                    f"The {written.what} “{written.text[:120]}” is wrong: {fault}.",
                    'Write FEEL that begins with “=”, such as =s1_outcome = "resolved".',
                )
