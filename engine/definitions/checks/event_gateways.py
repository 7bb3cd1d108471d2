"""An event gateway has at most one timer, and only events after it."""

from collections.abc import Iterator

from engine.definitions.diagram import Node
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "event-gateways"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find event gateways with two timers (both would fire), or with steps after them."""
    for diagram in subject.diagrams:
        for gateway in diagram.of_kind("eventBasedGateway"):
            targets = [flow.target for flow in gateway.outgoing if flow.target is not None]
            if sum("timerEventDefinition" in target.event_definitions for target in targets) > 1:
                yield _report.error(
                    diagram,
                    gateway.element,
                    f"The event gateway “{gateway.name}” has two timers; both would fire at once.",
                    "Keep one timer, and put the later limit after it.",
                )
            if not all(_waits(target) for target in targets):
                yield _report.error(
                    diagram,
                    gateway.element,
                    f"The event gateway “{gateway.name}” is followed by a step, not by an event.",
                    "Put a message or timer event directly after it on each way.",
                )


def _waits(node: Node) -> bool:
    return node.kind in {"intermediateCatchEvent", "receiveTask"}
