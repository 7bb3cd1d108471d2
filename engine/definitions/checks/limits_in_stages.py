"""No limit is longer than that of the stage in which it runs."""

from collections.abc import Iterator

from engine.definitions.diagram import Diagram, Node
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject
from engine.definitions.timer_length import Length, length_of, limit_of
from engine.definitions.variables import nodes_by_process

NAME = "limits-in-stages"
_report = Reporter(NAME)
_REMEDY = "Shorten this limit, or give the stage around it more time."
_Clock = tuple[Node, Length]


def check(subject: Subject) -> Iterator[Problem]:
    """Find clocks that run on when the step or the stage that they belong to is over."""
    longest = {
        process.get("id", ""): _longest(nodes)
        for diagram in subject.diagrams
        for process, nodes in nodes_by_process(diagram)
    }
    for diagram in subject.diagrams:
        limits = _limits(diagram)
        for node in diagram.nodes.values():
            length = length_of(node) if _is_clock(node) else None
            if length is not None:
                yield from _against_stages(diagram, (node, length), limits)
            if node.id in limits:
                yield from _reminders(diagram, node, limits[node.id])
                yield from _called(diagram, node, limits[node.id], longest)


def _limits(diagram: Diagram) -> dict[str, _Clock]:
    hosts = (node for node in diagram.nodes.values() if node.boundary)
    return {host.id: limit for host in hosts if (limit := limit_of(host)) is not None}


def _is_clock(node: Node) -> bool:
    is_clock = "timerEventDefinition" in node.event_definitions
    return is_clock and node.kind in {"boundaryEvent", "intermediateCatchEvent"}


def _against_stages(
    diagram: Diagram, clock: _Clock, limits: dict[str, _Clock]
) -> Iterator[Problem]:
    event, length = clock
    stages = (event.scope, *event.scope.iterancestors())
    for stage_id in (stage.get("id", "") for stage in stages):
        if stage_id in limits and length.is_longer_than(limits[stage_id][1]):
            stage = diagram.nodes[stage_id]
            yield _report.warning(
                diagram,
                event.element,
                f"“{event.name}” gives {length.words}, but “{stage.name}” around it has only "
                f"{limits[stage_id][1].words}: the stage is over before.",
                _REMEDY,
            )
            return


def _reminders(diagram: Diagram, host: Node, limit: _Clock) -> Iterator[Problem]:
    """Look at the other clocks of a step that its limit closes."""
    for event in host.boundary if limit[0].is_interrupting else ():
        length = None if event is limit[0] else length_of(event)
        if length is not None and length.is_longer_than(limit[1]):
            yield _report.warning(
                diagram,
                event.element,
                f"“{event.name}” gives {length.words}, but after {limit[1].words} "
                f"“{limit[0].name}” has closed “{host.name}”: it never comes.",
                "Shorten it, or delete it.",
            )


def _called(
    diagram: Diagram, call: Node, limit: _Clock, longest: dict[str, list[_Clock]]
) -> Iterator[Problem]:
    called = call.element.get("calledElement", "").strip() if call.kind == "callActivity" else ""
    for event, length in longest.get(called, ()):
        if length.is_longer_than(limit[1]):
            yield _report.warning(
                diagram,
                call.element,
                f"“{call.name}” has only {limit[1].words}, but “{event.name}” in the diagram that "
                f"it calls gives {length.words}: the stage is over before.",
                "Shorten the limit in the called diagram, or give the call more time.",
            )


def _longest(nodes: list[Node]) -> list[_Clock]:
    """Give the longest clock by the hour, and the longest by working days."""
    clocks = [(node, length) for node in nodes if _is_clock(node) and (length := length_of(node))]
    elapsed = [clock for clock in clocks if clock[1].elapsed is not None]
    working = [clock for clock in clocks if clock[1].elapsed is None]
    return [
        max(found, key=lambda clock: (clock[1].elapsed or clock[1].working_days, clock[0].id))
        for found in (elapsed, working)
        if found
    ]
