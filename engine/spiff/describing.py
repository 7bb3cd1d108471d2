"""Describes the flow nodes and sequence flows of one process."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from engine.spiff.camunda import expression_in, mappings_of, multi_instance_of, properties_of
from engine.spiff.element import Element, Process, SequenceFlow, Timer
from engine.spiff.lanes import Lane
from engine.spiff.names import bpmn, camunda, kind, line_of, text_of

FLOW_NODES = (
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
    "task",
    "userTask",
    "manualTask",
    "serviceTask",
    "sendTask",
    "receiveTask",
    "callActivity",
    "subProcess",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "eventBasedGateway",
)
TIMES = ("timeDate", "timeDuration", "timeCycle")
_NO_LANE = Lane(None, None)


@dataclass(frozen=True)
class Place:
    """Where a process stands: its file, its lanes, and the names of the file's messages by id."""

    file: str
    lanes: Mapping[str, Lane]
    messages: Mapping[str, str]


def describe_process(node: etree._Element, file: str, lifted_from: str | None) -> Process:
    """Describe the process itself."""
    properties = properties_of(node)
    return Process(
        id=node.get("id", ""),
        name=node.get("name") or str(node.get("id")),
        file=file,
        documentation=text_of(node.find(bpmn("documentation"))),
        properties=properties,
        standing_yes=frozenset(properties.get("standingYes", "").replace(",", " ").split()),
        lifted_from=lifted_from,
    )


def describe_flows(process: etree._Element) -> Iterator[SequenceFlow]:
    """Describe every sequence flow of a process, those of its sub-processes included."""
    for node in process.iter(bpmn("sequenceFlow")):
        condition = text_of(node.find(bpmn("conditionExpression")))
        yield SequenceFlow(
            id=node.get("id", ""),
            name=node.get("name"),
            source_id=node.get("sourceRef", ""),
            target_id=node.get("targetRef", ""),
            condition=None if condition is None else expression_in(condition),
            process_id=process.get("id", ""),
        )


def describe_elements(process: etree._Element, place: Place) -> Iterator[Element]:
    """Describe every flow node of a process, those of its sub-processes included."""
    flows = _Flows.between(describe_flows(process))
    for node in process.iter(*map(bpmn, FLOW_NODES)):
        yield _describe(node, process, place, flows)


class _Flows(NamedTuple):
    """The ids of flows, by the element that they lead to or come from."""

    into: Mapping[str, list[str]]
    out_of: Mapping[str, list[str]]

    @classmethod
    def between(cls, flows: Iterable[SequenceFlow]) -> "_Flows":
        into: dict[str, list[str]] = {}
        out_of: dict[str, list[str]] = {}
        for flow in flows:
            into.setdefault(flow.target_id, []).append(flow.id)
            out_of.setdefault(flow.source_id, []).append(flow.id)
        return cls(into, out_of)


def _describe(
    node: etree._Element, process: etree._Element, place: Place, flows: _Flows
) -> Element:
    element_id, properties = node.get("id", ""), properties_of(node)
    parent, lane = _parent_of(node, process), _lane_of(node, place.lanes)
    is_boundary = kind(node) == "boundaryEvent"
    definition = _event_definition(node)
    return Element(
        id=element_id,
        type=kind(node),
        name=" ".join((node.get("name") or element_id).split()),
        process_id=process.get("id", ""),
        file=place.file,
        line=line_of(node),
        documentation=text_of(node.find(bpmn("documentation"))),
        parent_id=None if parent is None else parent.get("id"),
        lane_id=lane.id,
        lane_name=lane.name,
        form_key=node.get(camunda("formKey")),
        agency_side=properties.get("agencySide"),
        stage=properties.get("stage"),
        clauses=tuple(properties.get("clauses", "").split()),
        properties=properties,
        attached_to=node.get("attachedToRef") if is_boundary else None,
        interrupting=is_boundary and node.get("cancelActivity", "true") != "false",
        event=None if definition is None else kind(definition).removesuffix("EventDefinition"),
        timer=_timer_of(definition),
        message=_message_of(node, definition, place.messages),
        called_element=node.get("calledElement"),
        mappings=mappings_of(node),
        multi_instance=multi_instance_of(node),
        default_flow=node.get("default"),
        incoming=tuple(flows.into.get(element_id, ())),
        outgoing=tuple(flows.out_of.get(element_id, ())),
    )


def _parent_of(node: etree._Element, process: etree._Element) -> etree._Element | None:
    parent = node.getparent()
    return None if parent is process else parent


def _lane_of(node: etree._Element, lanes: Mapping[str, Lane]) -> Lane:
    """Return the node's own lane, else that of its host, else that of the sub-process around it."""
    current: etree._Element | None = node
    while current is not None:
        for element_id in (current.get("id"), current.get("attachedToRef")):
            if element_id is not None and element_id in lanes:
                return lanes[element_id]
        current = current.getparent()
    return _NO_LANE


def _event_definition(node: etree._Element) -> etree._Element | None:
    return next((child for child in node if kind(child).endswith("EventDefinition")), None)


def _timer_of(definition: etree._Element | None) -> Timer | None:
    if definition is None or kind(definition) != "timerEventDefinition":
        return None
    times = (child for child in definition if kind(child) in TIMES)
    return next((Timer(kind(child), text_of(child) or "") for child in times), None)


def _message_of(
    node: etree._Element, definition: etree._Element | None, messages: Mapping[str, str]
) -> str | None:
    holder = node if definition is None else definition
    return messages.get(holder.get("messageRef", ""))
