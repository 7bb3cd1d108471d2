"""Every element is joined to others."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Diagram, Flow, Node
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "connections"
_report = Reporter(NAME)
_REMEDY = "Draw the missing sequence flow, or delete the element."


def check(subject: Subject) -> Iterator[Problem]:
    """Find flows that lead nowhere, events that hang nowhere, and elements without a way on."""
    for diagram in subject.diagrams:
        for flow in diagram.flows:
            yield from _flow(diagram, flow)
        for node in diagram.nodes.values():
            yield from _node(diagram, node)


def _flow(diagram: Diagram, flow: Flow) -> Iterator[Problem]:
    if flow.source is None or flow.target is None:
        fault = "is not joined at both ends"
    elif flow.source.scope is not flow.target.scope:
        fault = "crosses the border of a sub-process"
    elif flow.target.kind in {"startEvent", "boundaryEvent"} or flow.source.kind == "endEvent":
        fault = f"leads from “{flow.source.name}” to “{flow.target.name}”, against its direction"
    else:
        return
    name = names.one_line(flow.element.get("name")) or flow.id
    yield _report.error(
        diagram, flow.element, f"The sequence flow “{name}” {fault}.", "Draw the flow again."
    )


def _node(diagram: Diagram, node: Node) -> Iterator[Problem]:
    if node.kind == "boundaryEvent":
        host = node.element.get("attachedToRef", "")
        if diagram.nodes.get(host) is None or diagram.nodes[host].scope is not node.scope:
            yield _report.error(
                diagram,
                node.element,
                f"The boundary event “{node.name}” is not attached to a step.",
                "Move it onto the border of its step, or delete it.",
            )
            return
    if not node.outgoing and node.kind != "endEvent" and not node.is_event_sub_process:
        yield _report.error(diagram, node.element, f"Nothing comes after “{node.name}”.", _REMEDY)
