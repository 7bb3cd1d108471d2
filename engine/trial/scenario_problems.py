"""Finds what is wrong with a scenario before it is played, each with its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from engine.definitions.diagram import NotBpmnError, read_diagram
from engine.spiff.document import DocumentRefused
from engine.trial.expectations import EXPECTATIONS
from engine.trial.scenario import (
    VERBS,
    ScenarioUnreadableError,
    london_time,
    read_scenario,
)
from engine.trial.scenario_text import TextUnreadableError, read_tree

ON_TASKS = ("complete", "claim", "draft", "refuse", "question", "gone")
BY_SOMEBODY = (*ON_TASKS, "message", "close", "transfer")
GIVEN = ("area", "now", "raising", "receiving")

Node: TypeAlias = yaml.Node


@dataclass(frozen=True, order=True)
class LineProblem:
    """One thing that is wrong with a scenario; lines count from 1."""

    line: int
    message: str


@dataclass(frozen=True)
class KnownElements:
    """The ids of a bundle's diagrams, with their kinds and names."""

    kinds: Mapping[str, str]
    names: Mapping[str, str]


def elements_of(files: Mapping[str, bytes]) -> KnownElements:
    """Return the elements of all diagrams; a file that cannot be read has none."""
    kinds: dict[str, str] = {}
    names: dict[str, str] = {}
    for path, content in files.items():
        if not path.endswith(".bpmn"):
            continue
        try:
            nodes = read_diagram(path, content).nodes
        except (DocumentRefused, NotBpmnError):
            continue
        kinds |= {node.id: node.kind for node in nodes.values()}
        names |= {node.id: node.name for node in nodes.values()}
    return KnownElements(kinds, names)


def find_problems(source: bytes, known: KnownElements) -> tuple[LineProblem, ...]:
    """Return what is wrong with a scenario, in the order of its lines."""
    try:
        root = read_tree(source)
    except TextUnreadableError as error:
        return (LineProblem(error.line, str(error)),)
    found = sorted(set(_of_whole(root, known)))
    return tuple(found) if found else tuple(_by_reading(source))


def _of_whole(root: Node | None, known: KnownElements) -> Iterator[LineProblem]:
    if not isinstance(root, yaml.MappingNode):
        yield LineProblem(1, "A scenario has a title, a given and steps.")
        return
    members = _members(root)
    for name in ("title", "given", "steps"):
        if name not in members:
            yield LineProblem(_line(root), f"“{name}:” is missing.")
    if "given" in members:
        yield from _of_given(members["given"])
    if "steps" in members:
        steps = members["steps"]
        if not isinstance(steps, yaml.SequenceNode) or not steps.value:
            yield LineProblem(_line(steps), "“steps:” needs at least one step, each with a hyphen.")
            return
        for step in steps.value:
            yield from _of_step(step, known)


def _of_given(given: Node) -> Iterator[LineProblem]:
    if not isinstance(given, yaml.MappingNode):
        yield LineProblem(_line(given), f"“given:” needs {', '.join(GIVEN)}.")
        return
    members = _members(given)
    for name in GIVEN:
        if name not in members:
            yield LineProblem(_line(given), f"“given:” needs {name}.")
    if "now" in members:
        yield from _of_time(members["now"])


def _of_step(step: Node, known: KnownElements) -> Iterator[LineProblem]:
    members = _members(step)
    verb = next((one for one in VERBS if one in members), None)
    if verb is None:
        yield LineProblem(_line(step), f"A step is one of: {', '.join(VERBS)}.")
        return
    target = members[verb]
    if verb in BY_SOMEBODY and "as" not in members:
        yield LineProblem(_line(step), f"“{verb}:” needs “as:”, the role that does it.")
    if verb in ON_TASKS:
        yield from _of_task(target, known)
    if verb == "until":
        yield from _of_time(target)
    if verb == "expect":
        yield from _of_expectations(target, known)


def _of_task(target: Node, known: KnownElements) -> Iterator[LineProblem]:
    name = _text(target)
    if name not in known.kinds:
        yield LineProblem(_line(target), f"The diagrams have no step “{name}”.")
    elif known.kinds[name] != "userTask":
        yield LineProblem(_line(target), f"“{name}” is no step that people do.")


def _of_expectations(target: Node, known: KnownElements) -> Iterator[LineProblem]:
    if not isinstance(target, yaml.MappingNode):
        yield LineProblem(_line(target), "“expect:” needs what is expected, each on its line.")
        return
    for name, value in _members(target).items():
        if name not in EXPECTATIONS:
            options = ", ".join(sorted(EXPECTATIONS))
            yield LineProblem(_line(value), f"“{name}:” cannot be expected. There are: {options}.")
        for place in _places(name, value):
            if _text(place) not in known.kinds:
                yield LineProblem(_line(place), f"The diagrams have no element “{_text(place)}”.")


def _places(name: str, value: Node) -> Iterator[Node]:
    """Yield where an expectation names elements of the diagrams."""
    if name in {"open", "fired"} and isinstance(value, yaml.SequenceNode):
        yield from value.value
    if name in {"due", "limits", "asked"} and isinstance(value, yaml.MappingNode):
        yield from (key for key, _ in value.value)


def _of_time(node: Node) -> Iterator[LineProblem]:
    try:
        london_time(_text(node))
    except ScenarioUnreadableError as error:
        yield LineProblem(_line(node), str(error))


def _by_reading(source: bytes) -> Iterator[LineProblem]:
    """Let the reader itself have the last word."""
    try:
        read_scenario(source)
    except ScenarioUnreadableError as error:
        yield LineProblem(1, str(error))


def _members(node: Node) -> dict[str, Node]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {_text(key): value for key, value in node.value}


def _text(node: Node) -> str:
    return str(node.value)[:100] if isinstance(node, yaml.ScalarNode) else ""


def _line(node: Node | None) -> int:
    mark = None if node is None else node.start_mark
    return int(mark.line) + 1 if mark else 1
