"""The conditions at the gateways of a bundle, with the process in which each is judged."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.definitions import names
from engine.definitions.diagram import Diagram, Flow, Node
from engine.definitions.expressions import fault_in_expression
from engine.definitions.variables import nodes_by_process
from forms.feel import Expression, parse_expression

CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})


@dataclass(frozen=True)
class Condition:
    """A condition that can be read, on a flow that leaves a gateway."""

    process: str
    gateway: Node
    flow: Flow
    expression: Expression


def conditions_of(diagram: Diagram) -> Iterator[Condition]:
    """Give every condition at a choice; those that cannot be read are another check's business."""
    for process, nodes in nodes_by_process(diagram):
        for node in nodes:
            if node.kind in CHOOSING:
                for flow in node.outgoing:
                    expression = condition_of(flow)
                    if expression is not None:
                        yield Condition(process.get("id", ""), node, flow, expression)


def condition_of(flow: Flow) -> Expression | None:
    """Read the condition of a flow; None without one, or where it cannot be read."""
    element = next(flow.element.iterchildren(names.bpmn("conditionExpression")), None)
    text = names.text_of(element)
    if element is None or fault_in_expression(text) is not None:
        return None
    return parse_expression(text[1:].strip())
