"""A condition asks only for what was asked before."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.conditions import Condition, conditions_of
from engine.definitions.diagram import Diagram, Node
from engine.definitions.order import Order
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.results import keys_asked_in
from engine.definitions.subject import Subject
from engine.definitions.variables import Variables

NAME = "unasked-answers"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find names in conditions that nothing sets, or that are asked for only later."""
    if subject.refused_diagrams:
        return  # a value may come from the diagram that could not be read
    variables = Variables(subject)
    for diagram in subject.diagrams:
        order = Order(diagram)
        said: set[tuple[str, str]] = set()
        for condition in conditions_of(diagram):
            for name in sorted(condition.expression.names):
                if (condition.gateway.id, name) not in said:
                    said.add((condition.gateway.id, name))
                    yield from _fault(diagram, condition, name, variables, order)
            yield from _inside_lists(diagram, condition, variables)


def _inside_lists(
    diagram: Diagram, condition: Condition, variables: Variables
) -> Iterator[Problem]:
    source, gateway = condition.expression.source, condition.gateway
    if not variables.answer_lists:
        return
    for key in sorted(set(keys_asked_in(source, variables.answer_lists)) - {"agency"}):
        if variables.answers_to(key) is None:
            yield _never_asked(diagram, gateway, key)


def _never_asked(diagram: Diagram, gateway: Node, name: str) -> Problem:
    return _report.warning(
        diagram,
        gateway.element,
        f"“{gateway.name}” asks for “{name[:60]}”, but no form of this procedure has that "
        "question, so it is never answered.",
        "Write the key of a question as the form has it, or add the question to a form.",
    )


def _fault(
    diagram: Diagram, condition: Condition, name: str, variables: Variables, order: Order
) -> Iterator[Problem]:
    gateway = condition.gateway
    if variables.of(condition.process, name) is None:
        yield _never_asked(diagram, gateway, name)
        return
    givers = variables.givers(condition.process, name)
    if not givers or variables.comes_from_outside(condition.process, name):
        return
    if not any(_may_precede(giver, gateway, order) for giver in givers):
        yield _report.warning(
            diagram,
            gateway.element,
            f"“{gateway.name}” asks for “{name[:60]}”, but “{givers[0].name}” asks that only "
            "later, so here it is not answered yet.",
            "Ask the question in a form before this gateway, or move the gateway.",
        )


def _may_precede(giver: Node, gateway: Node, order: Order) -> bool:
    return _is_beside(giver) != _is_beside(gateway) or order.may_precede(giver, gateway)


def _is_beside(node: Node) -> bool:
    """Tell whether a node stands in an event sub-process, which runs beside the main path."""
    return any(
        scope.get("triggeredByEvent") == "true" and names.kind(scope) == "subProcess"
        for scope in (node.scope, *node.scope.iterancestors())
    )
