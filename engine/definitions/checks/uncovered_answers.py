"""Without a default, the ways out of a choice cover every answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.definitions.conditions import CHOOSING, condition_of
from engine.definitions.diagram import Diagram, Node
from engine.definitions.possible import combinations_of, is_true
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject
from engine.definitions.variables import Variables, nodes_by_process
from forms.feel import Expression

NAME = "uncovered-answers"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find choices without default at which some answers leave no way open."""
    if subject.refused_diagrams:
        return  # a value may come from the diagram that could not be read
    variables = Variables(subject)
    for diagram in subject.diagrams:
        for process, nodes in nodes_by_process(diagram):
            for node in nodes:
                if node.kind in CHOOSING and len(node.outgoing) > 1:
                    yield from _uncovered(diagram, node, process.get("id", ""), variables)


def _uncovered(
    diagram: Diagram, gateway: Node, process: str, variables: Variables
) -> Iterator[Problem]:
    if gateway.element.get("default", "") in {flow.id for flow in gateway.outgoing}:
        return
    conditions = [condition_of(flow) for flow in gateway.outgoing]
    expressions = tuple(c for c in conditions if c is not None)
    if len(expressions) < len(conditions):
        return
    ways = combinations_of(expressions, lambda name: variables.of(process, name))
    left = next(
        (way for way in ways or () if _is_answered(way) and not _leads(expressions, way)), None
    )
    if left:
        answers = " and ".join(f"“{name}” is “{_shown(value)}”" for name, value in left.items())
        yield _report.error(
            diagram,
            gateway.element,
            f"When {answers[:300]}, no way leads on from “{gateway.name}”: the case stops.",
            "Draw a way for these answers, or make the careful way the default flow.",
        )


def _is_answered(way: Mapping[str, Any]) -> bool:
    """Tell whether every question is answered; that nobody answers is what a default is for."""
    return all(value is not None for value in way.values())


def _leads(expressions: tuple[Expression, ...], way: Mapping[str, Any]) -> bool:
    return any(is_true(expression, way) for expression in expressions)


def _shown(value: object) -> str:
    return {True: "ticked", False: "not ticked"}[value] if isinstance(value, bool) else str(value)
