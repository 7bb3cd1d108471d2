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
        named = _named(diagram)
        for node in diagram.nodes.values():
            for element, attribute, what in _references(node):
                if (what, element.get(attribute, "")) not in named:
                    yield _report.error(
                        diagram,
                        node.element,
                        f"“{node.name}” names no {what}, so it would wait for nothing or send "
                        "nothing.",
                        f"Choose the {what} in the properties panel, and give it a name.",
                    )


def _named(diagram: Diagram) -> frozenset[tuple[str, str]]:
    """Return kind and id of everything in the file that can be referred to and has a name."""
    kinds = {what for _, what in _REFERENCES.values()}
    return frozenset(
        (kind, element.get("id", ""))
        for element in diagram.root
        if (kind := names.kind(element)) in kinds and names.one_line(element.get("name"))
    )


def _references(node: Node) -> Iterator[tuple[Element, str, str]]:
    """Give what refers to something: the element, its attribute, and what that has to name."""
    if node.kind in {"receiveTask", "sendTask"}:
        yield node.element, "messageRef", "message"
    for definition in node.element:
        kind = names.kind(definition)
        if kind in _REFERENCES and not _catches_all(node, kind):
            yield definition, *_REFERENCES[kind]


def _catches_all(node: Node, kind: str) -> bool:
    is_error = kind in {"errorEventDefinition", "escalationEventDefinition"}
    return is_error and node.kind == "boundaryEvent"
