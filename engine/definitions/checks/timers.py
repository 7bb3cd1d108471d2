"""Every timer has a time that is right."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Diagram, Node
from engine.definitions.expressions import fault_in_expression
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject
from engine.definitions.timer_text import fault_in_time

NAME = "timers"
_report = Reporter(NAME)
_KINDS = frozenset({"timeDate", "timeDuration", "timeCycle"})
_REMEDY = (
    "Write PT24H for 24 hours, P2D for two days, 2026-03-25T09:00:00Z for a moment, or FEEL such "
    "as =working day deadline(s0_started_at, 1)."
)


def check(subject: Subject) -> Iterator[Problem]:
    """Find timers without a time, with text that is not ISO 8601, or with wrong FEEL."""
    for diagram in subject.diagrams:
        for node in diagram.nodes.values():
            for definition in node.element.iterchildren(names.bpmn("timerEventDefinition")):
                times = [time for time in definition if names.kind(time) in _KINDS]
                if len(times) != 1:
                    yield _report.error(
                        diagram,
                        node.element,
                        f"The timer “{node.name}” must have exactly one time; it has {len(times)}.",
                        _REMEDY,
                    )
                for time in times:
                    yield from _fault(diagram, node, names.kind(time), names.text_of(time))


def _fault(diagram: Diagram, node: Node, kind: str, text: str) -> Iterator[Problem]:
    if text.startswith("="):
        fault = fault_in_expression(text)
    elif not text:
        fault = "it is empty"
    else:
        fault = fault_in_time(kind, text)
    if fault is not None:
        yield _report.error(
            diagram,
            node.element,
            f"The time “{text[:80]}” of the timer “{node.name}” is wrong: {fault}.",
            _REMEDY,
        )
