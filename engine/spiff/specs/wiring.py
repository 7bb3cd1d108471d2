"""Joins restored specifications with what the diagram says about their elements."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.spiff.element import Element, SequenceFlow
from engine.spiff.specs.events import BoundaryEventSplit
from engine.spiff.specs.flow_node import Way
from engine.spiff.specs.gateways import EventBasedGateway, InclusiveGateway

_SPLIT = ".BoundaryEventSplit"


def wire(process: Any, elements: Mapping[str, Element], flows: Mapping[str, SequenceFlow]) -> None:
    """Tell every specification of a process its element and its ways on."""
    for spec in process.task_specs.values():
        spec.element = elements.get(spec.bpmn_id)
    for spec in process.task_specs.values():
        spec.is_item = spec.element is not None and spec.name != spec.bpmn_id
        spec.has_boundary_events = f"{spec.name}{_SPLIT}" in process.task_specs
        spec.ways = tuple(_ways(spec, process, flows))
        _wire_events(spec)
        if isinstance(spec, InclusiveGateway):
            spec.upstream = _upstream(spec)


def _ways(spec: Any, process: Any, flows: Mapping[str, SequenceFlow]) -> Iterator[Way]:
    if spec.is_item:
        return
    if spec.element is None:
        if spec is process.start or isinstance(spec, BoundaryEventSplit):
            yield from (Way(None, target) for target in spec.outputs if target.element is not None)
        return
    leaving = [flows[flow_id] for flow_id in spec.element.outgoing]
    for flow in leaving:
        target = _entry(process, flow.target_id)
        yield Way(flow.id, target, flow.condition, _is_default(flow, spec.element))
    if not leaving:
        # An end event, or an element with nothing behind it: the token has reached an end.
        yield Way(None, process.task_specs[f"{process.name}.EndJoin"])


def _entry(process: Any, element_id: str) -> Any:
    """Return where tokens for an element are put: before its boundary events, if it has any."""
    return process.task_specs.get(f"{element_id}{_SPLIT}") or process.task_specs[element_id]


def _is_default(flow: SequenceFlow, source: Element) -> bool:
    if source.default_flow is not None:
        return flow.id == source.default_flow
    return flow.condition is None


def _wire_events(spec: Any) -> None:
    definition: Any = getattr(spec, "event_definition", None)
    if isinstance(spec, EventBasedGateway):
        # SpiffWorkflow has moved the events into the gateway, in the order of the arrows.
        for known, way in zip(definition.event_definitions, spec.ways, strict=True):
            known.element = way.target.element
    elif definition is not None:
        definition.element = spec.element


def _upstream(gateway: Any) -> frozenset[str]:
    """Return the names of the specifications from which a token can get to the gateway."""
    found: set[str] = set()
    to_visit = list(gateway.inputs)
    while to_visit:
        spec = to_visit.pop()
        if spec.name not in found and spec is not gateway:
            found.add(spec.name)
            to_visit.extend(spec.inputs)
    return frozenset(found)
