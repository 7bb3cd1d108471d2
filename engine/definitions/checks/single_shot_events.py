"""A warning: a non-interrupting message or signal on a step works once only."""

from collections.abc import Iterator

from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "single-shot-events"
_report = Reporter(NAME)
_KINDS = frozenset({"messageEventDefinition", "signalEventDefinition"})


def check(subject: Subject) -> Iterator[Problem]:
    """Find non-interrupting boundary events for messages and signals."""
    for diagram in subject.diagrams:
        for event in diagram.of_kind("boundaryEvent"):
            if not event.is_interrupting and _KINDS.intersection(event.event_definitions):
                yield _report.warning(
                    diagram,
                    event.element,
                    f"“{event.name}” works only the first time while its step is open.",
                    "If it may happen again, draw an event sub-process with a message start.",
                )
