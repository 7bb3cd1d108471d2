"""Every choice has a condition on each way but one, which is the default."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Diagram, Flow, Node
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "gateway-defaults"
_report = Reporter(NAME)
_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})


def check(subject: Subject) -> Iterator[Problem]:
    """Find choices without default, defaults with a condition, and ways without condition.

    A default on a step does nothing, so it is found as well.
    """
    for diagram in subject.diagrams:
        for gateway in diagram.of_kind(*_CHOOSING):
            if len(gateway.outgoing) > 1:
                yield from _choice(diagram, gateway)
        for flow in diagram.flows:
            yield from _useless_condition(diagram, flow)
        for node in diagram.nodes.values():
            if node.element.get("default") and node.kind not in _CHOOSING:
                yield _report.error(
                    diagram,
                    node.element,
                    f"“{node.name}” has a default flow, but is no choice.",
                    "Put an exclusive gateway after it, and set the default there.",
                )


def _choice(diagram: Diagram, gateway: Node) -> Iterator[Problem]:
    default = gateway.element.get("default", "")
    if default not in {flow.id for flow in gateway.outgoing} or not default:
        lost = f"; “{default[:80]}” does not leave it" if default else ""
        yield _report.error(
            diagram,
            gateway.element,
            f"The gateway “{gateway.name}” has no default flow{lost}: if no condition is true, the "
            "case stops.",
            "Choose the safe way as the default flow: the one to take when nobody answered.",
        )
    for flow in gateway.outgoing:
        has_condition = flow.element.find(names.bpmn("conditionExpression")) is not None
        if flow.id == default and has_condition:
            yield _report.error(
                diagram,
                flow.element,
                f"The default flow of “{gateway.name}” has a condition, which is never looked at.",
                "Delete the condition, or choose another flow as the default.",
            )
        elif flow.id != default and not has_condition:
            yield _report.error(
                diagram,
                flow.element,
                f"A flow from “{gateway.name}” to “{_target(flow)}” has no condition.",
                'Write a condition such as =s1_outcome = "resolved", or make it the default.',
            )


def _useless_condition(diagram: Diagram, flow: Flow) -> Iterator[Problem]:
    source = flow.source
    is_choice = source is not None and source.kind in _CHOOSING and len(source.outgoing) > 1
    if not is_choice and flow.element.find(names.bpmn("conditionExpression")) is not None:
        yield _report.error(
            diagram,
            flow.element,
            f"The flow to “{_target(flow)}” has a condition, but does not leave a choice.",
            "Delete the condition, or put an exclusive gateway before it.",
        )


def _target(flow: Flow) -> str:
    return flow.target.name if flow.target is not None else "nothing"
