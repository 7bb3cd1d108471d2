"""A BPMN file as the checks see it: processes, flow nodes, sequence flows and lanes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from lxml import etree

from engine.definitions import names
from engine.definitions.foreign_files import recognised_root
from engine.definitions.safe_xml import read_xml
from engine.spiff.document import DocumentRefused

Element: TypeAlias = etree._Element  # noqa: SLF001 - the stubs have no public name


class NotBpmnError(ValueError):
    """Well-formed XML whose root is not `bpmn:definitions`; with what to do about it."""

    def __init__(
        self, message: str, remedy: str = "Choose the .bpmn file that the modeller saved."
    ) -> None:
        self.remedy = remedy
        super().__init__(message)


@dataclass(frozen=True, eq=False)
class Flow:
    """A sequence flow. `source` and `target` are None where the id names no flow node."""

    id: str
    element: Element
    source: "Node | None"
    target: "Node | None"


@dataclass(frozen=True, eq=False)
class Node:
    """A flow node: task, event, gateway, call activity or sub-process."""

    id: str
    kind: str
    element: Element
    scope: Element
    incoming: list[Flow] = field(default_factory=list)
    outgoing: list[Flow] = field(default_factory=list)
    boundary: "list[Node]" = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name in the picture, or the id."""
        return names.one_line(self.element.get("name")) or self.id

    @property
    def is_event_sub_process(self) -> bool:
        """Whether it is a sub-process that an event starts."""
        return self.kind == "subProcess" and self.element.get("triggeredByEvent") == "true"

    @property
    def is_interrupting(self) -> bool:
        """Whether a boundary event ends the activity that it stands on."""
        return self.element.get("cancelActivity", "true") != "false"

    @property
    def event_definitions(self) -> tuple[str, ...]:
        """Kinds of the events, such as `timerEventDefinition`."""
        return tuple(
            kind for kind in map(names.kind, self.element) if kind.endswith("EventDefinition")
        )

    def property_value(self, name: str) -> str | None:
        """Value of one `camunda:property`, or None."""
        return names.properties(self.element).get(name)


@dataclass(frozen=True, eq=False)
class Diagram:
    """One BPMN file that could be read."""

    file: str
    root: Element

    @cached_property
    def processes(self) -> tuple[Element, ...]:
        """Every process of the file."""
        return tuple(self.root.iterchildren(names.bpmn("process")))

    @cached_property
    def elements(self) -> tuple[tuple[Element, str], ...]:
        """Every BPMN element of the file with its kind, in the order of the file."""
        return tuple(
            (element, kind) for element in self.root.iter() if (kind := names.kind(element))
        )

    @cached_property
    def process_elements(self) -> tuple[tuple[Element, str], ...]:
        """Every BPMN element that stands in a process, and the processes, with its kind."""
        return tuple(
            (element, kind)
            for process in self.processes
            for element in process.iter()
            if (kind := names.kind(element))
        )

    @cached_property
    def all_nodes(self) -> tuple[Node, ...]:
        """Every flow node in the order of the file; those without id have the id ""."""
        return tuple(
            Node(element.get("id", ""), kind, element, scope)
            for element, kind in self.process_elements
            if kind in names.FLOW_NODES and (scope := element.getparent()) is not None
        )

    @property
    def nodes(self) -> dict[str, Node]:
        """Flow nodes by id, with their flows and boundary events joined."""
        return self._graph[0]

    @property
    def flows(self) -> tuple[Flow, ...]:
        """Every sequence flow, in the order of the file."""
        return self._graph[1]

    @cached_property
    def lanes(self) -> tuple[Element, ...]:
        """Every lane of every process."""
        return tuple(self.root.iter(names.bpmn("lane")))

    @cached_property
    def messages(self) -> dict[str, str]:
        """Names of messages by id; a message without name has the name ""."""
        elements = self.root.iterchildren(names.bpmn("message"))
        return {m.get("id", ""): m.get("name", "").strip() for m in elements}

    def of_kind(self, *kinds: str) -> Iterator[Node]:
        """Give the flow nodes of these kinds."""
        return (node for node in self.nodes.values() if node.kind in kinds)

    @cached_property
    def scopes(self) -> tuple[tuple[Element, tuple[Node, ...]], ...]:
        """Every process and sub-process with the flow nodes that stand directly in it."""
        members: dict[Element, list[Node]] = {process: [] for process in self.processes}
        for node in self.nodes.values():
            members.setdefault(node.scope, []).append(node)
            if node.kind in names.SUB_PROCESSES:
                members.setdefault(node.element, [])
        return tuple((scope, tuple(nodes)) for scope, nodes in members.items())

    @cached_property
    def _graph(self) -> tuple[dict[str, Node], tuple[Flow, ...]]:
        nodes = {node.id: node for node in self.all_nodes if node.id}
        flows = tuple(
            Flow(
                element.get("id", ""),
                element,
                nodes.get(element.get("sourceRef", "")),
                nodes.get(element.get("targetRef", "")),
            )
            for element, kind in self.process_elements
            if kind == "sequenceFlow"
        )
        _join(nodes, flows)
        return nodes, flows


def _join(nodes: dict[str, Node], flows: tuple[Flow, ...]) -> None:
    for flow in flows:
        if flow.source is not None:
            flow.source.outgoing.append(flow)
        if flow.target is not None:
            flow.target.incoming.append(flow)
    for node in nodes.values():
        host = nodes.get(node.element.get("attachedToRef", ""))
        if host is not None and node.kind == "boundaryEvent":
            host.boundary.append(node)


def read_diagram(file: str, source: bytes) -> Diagram:
    """Read one file.

    Raises:
        DocumentRefused: it is not XML, or not safe to read.
        NotBpmnError: it is XML of another kind.
    """
    root = read_xml(source)
    if root.tag != names.bpmn("definitions"):
        known = recognised_root(root)
        if known is not None:
            raise NotBpmnError(f"It is {known.what}.", known.remedy)
        message = f"The root element is {names.shown_tag(root)}, not bpmn:definitions."
        raise NotBpmnError(message)
    return Diagram(file, root)


def form_keys_of(source: bytes) -> frozenset[str]:
    """Name the forms of a diagram's user tasks; a file that cannot be read names none."""
    try:
        nodes: Iterable[Node] = read_diagram("", source).all_nodes
    except (DocumentRefused, NotBpmnError):
        return frozenset()
    keys = (node.element.get(names.camunda("formKey"), "").strip() for node in nodes)
    return frozenset(key for key in keys if key)
