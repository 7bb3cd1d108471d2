"""An event sub-process starts by a message and interrupts nothing."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Diagram, Node
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "event-sub-processes"
_report = Reporter(NAME)
_REMEDY = "Give it one start event: a message, with “interrupting” switched off."


def check(subject: Subject) -> Iterator[Problem]:
    """Find event sub-processes that the engine cannot start beside the main path."""
    for diagram in subject.diagrams:
        started_by: dict[str, Node] = {}
        for scope, nodes in diagram.scopes:
            node = diagram.nodes.get(scope.get("id", ""))
            if node is not None and node.element is scope and node.is_event_sub_process:
                starts = [inner for inner in nodes if inner.kind == "startEvent"]
                start = starts[0] if len(starts) == 1 else None
                yield from _fault(diagram, node, start)
                yield from _same_message(diagram, node, start, started_by)


def _fault(diagram: Diagram, node: Node, start: Node | None) -> Iterator[Problem]:
    if start is None:
        fault = "must have exactly one start event"
    elif start.event_definitions != ("messageEventDefinition",):
        fault = "can only be started by a message"
    elif start.element.get("isInterrupting", "true") != "false":
        fault = "must not interrupt the case"
    elif names.kind(node.scope) != "process":
        fault = "must stand directly in the process, not in another sub-process"
    elif node.incoming or node.outgoing:
        fault = "must not be joined to other steps"
    else:
        return
    yield _report.error(
        diagram, node.element, f"The event sub-process “{node.name}” {fault}.", _REMEDY
    )


def _same_message(
    diagram: Diagram, node: Node, start: Node | None, started_by: dict[str, Node]
) -> Iterator[Problem]:
    definition = None if start is None else start.element.find(names.bpmn("messageEventDefinition"))
    message = (
        "" if definition is None else diagram.messages.get(definition.get("messageRef", ""), "")
    )
    if message and started_by.setdefault(message, node) is not node:
        yield _report.error(
            diagram,
            node.element,
            f"“{node.name}” and “{started_by[message].name}” start by the same message.",
            "Give each event sub-process a message of its own.",
        )
