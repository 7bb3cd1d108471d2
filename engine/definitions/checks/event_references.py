"""Every message, signal, error or escalation event says which one it waits for."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element, Node
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "event-references"
_report = Reporter(NAME)
_REFERENCES = {
    "messageEventDefinition": ("messageRef", "message"),
    "signalEventDefinition": ("signalRef", "signal"),
    "escalationEventDefinition": ("escalationRef", "escalation"),
    "errorEventDefinition": ("errorRef", "error"),
}


def check(subject: Subject) -> Iterator[Problem]:
    """Find receive tasks and events that name nothing, or name what is not in the file."""
    for diagram in subject.diagrams:
        for node in diagram.nodes.values():
            if node.kind in {"receiveTask", "sendTask"}:
                yield from _fault(diagram, node, node.element, "messageRef", "message")
            for definition in node.element:
                kind = names.kind(definition)
                if kind in _REFERENCES and not _catches_all(node, kind):
                    yield from _fault(diagram, node, definition, *_REFERENCES[kind])


def _catches_all(node: Node, kind: str) -> bool:
    is_error = kind in {"errorEventDefinition", "escalationEventDefinition"}
    return is_error and node.kind == "boundaryEvent"


def _fault(
    diagram: Diagram, node: Node, element: Element, attribute: str, what: str
) -> Iterator[Problem]:
    reference = element.get(attribute, "")
    known = {
        e.get("id", ""): names.one_line(e.get("name"))
        for e in diagram.root.iterchildren(names.bpmn(what))
    }
    if not known.get(reference):
        yield _report.error(
            diagram,
            node.element,
            f"“{node.name}” names no {what}, so it would wait for nothing or send nothing.",
            f"Choose the {what} in the properties panel, and give it a name.",
        )
