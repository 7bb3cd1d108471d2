"""A parallel join gets all the tokens that it waits for."""

from collections.abc import Iterator

from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject
from engine.definitions.tokens import stuck_joins

NAME = "parallel-joins"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find parallel joins that could wait for ever, because a choice feeds them."""
    for diagram in subject.diagrams:
        for _, nodes in diagram.scopes:
            for join in stuck_joins(nodes):
                yield _report.error(
                    diagram,
                    join.element,
                    f"The parallel gateway “{join.name}” waits for all its flows, but only some of "
                    "them may be taken. The case would stop there.",
                    "Merge flows that exclude each other with an exclusive gateway first.",
                )
