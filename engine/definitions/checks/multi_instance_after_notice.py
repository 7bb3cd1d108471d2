"""No multi-instance step right after a notification on an interrupting boundary path."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Node
from engine.definitions.paths import along_flows, reachable
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "multi-instance-after-notice"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find the order on which SpiffWorkflow 3.2.0 fails when the timer fires."""
    for diagram in subject.diagrams:
        seen: set[str] = set()
        for event in diagram.of_kind("boundaryEvent"):
            for node in _after_notices(event, seen) if event.is_interrupting else ():
                yield _report.error(
                    diagram,
                    node.element,
                    f"“{node.name}”, a step for each of several, comes right after a notification "
                    f"on the path of “{event.name}”. The engine would stop there.",
                    "Put a plain user task between them, or send the notification elsewhere.",
                )


def _after_notices(event: Node, seen: set[str]) -> Iterator[Node]:
    """Give the steps that come too early; what another event has led to was looked at then."""

    def without_people(node: Node) -> Iterator[Node]:
        for after in along_flows(node):
            if after.id not in seen and (
                after.kind == "serviceTask" or after.kind in names.GATEWAYS
            ):
                yield after

    found = reachable([event], without_people)
    seen.update(found)
    for node in found.values():
        if node.kind == "serviceTask":
            yield from (target for target in along_flows(node) if _is_multi_instance(target))


def _is_multi_instance(node: Node) -> bool:
    return node.element.find(names.bpmn("multiInstanceLoopCharacteristics")) is not None
