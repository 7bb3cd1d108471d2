"""Recipients that a notice takes from a caller are handed over by every caller."""

from collections.abc import Iterator
from typing import NamedTuple

from engine.definitions import names
from engine.definitions.diagram import Diagram, Node
from engine.definitions.expressions import fault_in_expression
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject
from engine.definitions.variables import Variables, nodes_by_process
from forms.feel import parse_expression

NAME = "handed-recipients"
_report = Reporter(NAME)
_MOST_LOOKS = 500_000
"""How many times a call is held against a name; what is more in a bundle is left alone."""


class _Place(NamedTuple):
    """A node with the file and the process in which it stands."""

    diagram: Diagram
    process: str
    node: Node


class _Call(NamedTuple):
    """A call activity with what it hands over."""

    place: _Place
    targets: frozenset[str]
    hands_all: bool


def check(subject: Subject) -> Iterator[Problem]:
    """Find notices whose recipients nothing gives, so that nobody would be told."""
    if subject.refused_diagrams:
        return  # a value may come from the diagram that could not be read
    variables = Variables(subject)
    places = list(_places(subject))
    calls: dict[str, list[_Call]] = {}
    for place in places:
        if place.node.kind == "callActivity":
            called = place.node.element.get("calledElement", "").strip()
            calls.setdefault(called, []).append(_call(place))
    looks = 0
    first = {(place.process, name): place for place in reversed(places) for name in _names(place)}
    for (process, name), place in first.items():
        if process in calls and not variables.givers(process, name):
            looks += len(calls[process])
            for call in calls[process] if looks <= _MOST_LOOKS else ():
                yield from _not_handed(call, place.node, name, variables)
        elif variables.of(process, name) is None:
            yield _never_given(place, name)


def _places(subject: Subject) -> Iterator[_Place]:
    for diagram in subject.diagrams:
        for process, nodes in nodes_by_process(diagram):
            for node in nodes:
                yield _Place(diagram, process.get("id", ""), node)


def _call(place: _Place) -> _Call:
    mappings = [m for m in names.extensions(place.node.element) if m.tag == names.camunda("in")]
    return _Call(
        place,
        frozenset(mapping.get("target", "").strip() for mapping in mappings),
        any(mapping.get("variables") == "all" for mapping in mappings),
    )


def _names(place: _Place) -> frozenset[str]:
    """Return the names from which the recipients of a notice are worked out."""
    node = place.node
    text = (node.property_value("recipients") or "").strip() if node.kind == "serviceTask" else ""
    if not text.startswith("=") or fault_in_expression(text) is not None:
        return frozenset()
    return parse_expression(text[1:].strip()).names


def _never_given(place: _Place, name: str) -> Problem:
    return _report.error(
        place.diagram,
        place.node.element,
        f"“{place.node.name}” takes its recipients from “{name[:60]}”, which nothing ever sets: "
        "nobody would be told.",
        "Write the recipients here, or let the call activity hand them over under this name.",
    )


def _not_handed(call: _Call, notice: Node, name: str, variables: Variables) -> Iterator[Problem]:
    caller = call.place
    is_seen = call.hands_all and variables.of(caller.process, name) is not None
    if name not in call.targets and not is_seen:
        yield _report.error(
            caller.diagram,
            caller.node.element,
            f"“{caller.node.name}” hands over no “{name[:60]}”, so “{notice.name}” in the diagram "
            "that it calls would tell nobody.",
            f"Hand over whom to tell: a camunda:in with the target {name[:60]}.",
        )
