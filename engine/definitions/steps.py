"""A diagram as a list of what people do and are told: what can be changed without drawing."""

from dataclasses import dataclass
from enum import StrEnum

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element, Node
from engine.definitions.limits import Limit, read_limit


class StepKind(StrEnum):
    """What happens at a step."""

    TASK = "task"
    """People do something, with a form."""
    NOTICE = "notice"
    """People are told something."""
    CALL = "call"
    """Another diagram runs."""


@dataclass(frozen=True)
class Clock:
    """A limit on the edge of a step, or of the frame around it."""

    id: str
    name: str
    limit: Limit
    ends_step: bool
    frame: str
    """The name of the frame that it stands on; empty: on the step itself."""
    leads_to: str
    """Id of the notice that goes out when the time is over; empty when something else follows."""


@dataclass(frozen=True)
class EditableStep:
    """One step. Members that its kind has not are empty."""

    id: str
    kind: StepKind
    name: str
    documentation: str
    lane_id: str
    lane: str
    form: str
    side: str
    recipients: str
    clauses: str
    clocks: tuple[Clock, ...]
    leads_to: tuple[str, ...]
    """What comes next, in words."""


_KINDS = {
    "userTask": StepKind.TASK,
    "serviceTask": StepKind.NOTICE,
    "callActivity": StepKind.CALL,
}


_UNNAMED = {
    "exclusiveGateway": "where ways meet",
    "parallelGateway": "where all ways meet",
    "endEvent": "an end",
}


def steps_in(diagram: Diagram) -> tuple[EditableStep, ...]:
    """Return the steps of a diagram in the order of its file."""
    lanes = _lanes_by_node(diagram)
    return tuple(
        _step(node, diagram, lanes) for node in diagram.nodes.values() if node.kind in _KINDS
    )


def called(node: Node) -> str:
    """Return the name of an element, or for one without a name what it is and what follows."""
    name = names.one_line(node.element.get("name"))
    if name:
        return name
    kind = _UNNAMED.get(node.kind, node.id)
    following = [flow.target.name for flow in node.outgoing if flow.target is not None]
    return f"{kind} before “{following[0]}”" if len(following) == 1 else kind


def _step(node: Node, diagram: Diagram, lanes: dict[str, Element]) -> EditableStep:
    lane = _lane_of(node, lanes)
    return EditableStep(
        id=node.id,
        kind=_KINDS[node.kind],
        name=names.one_line(node.element.get("name")),
        documentation=names.text_of(node.element.find(names.bpmn("documentation"))),
        lane_id="" if lane is None else lane.get("id", ""),
        lane="" if lane is None else names.one_line(lane.get("name")),
        form=node.element.get(names.camunda("formKey"), ""),
        side=node.property_value("agencySide") or "",
        recipients=node.property_value("recipients") or "",
        clauses=node.property_value("clauses") or "",
        clocks=tuple(_clocks(node, diagram)),
        leads_to=tuple(called(flow.target) for flow in node.outgoing if flow.target is not None),
    )


def _clocks(node: Node, diagram: Diagram) -> list[Clock]:
    frame = diagram.nodes.get(node.scope.get("id", ""))
    around = [(clock, frame.name) for clock in frame.boundary] if frame is not None else []
    return [
        _clock(event, frame_name, timer)
        for event, frame_name in [*((clock, "") for clock in node.boundary), *around]
        if (timer := event.element.find(names.bpmn("timerEventDefinition"))) is not None
    ]


def _clock(event: Node, frame: str, timer: Element) -> Clock:
    targets = [flow.target for flow in event.outgoing if flow.target is not None]
    notices = [target.id for target in targets if target.kind == "serviceTask"]
    return Clock(
        id=event.id,
        name=names.one_line(event.element.get("name")),
        limit=read_limit(timer),
        ends_step=event.is_interrupting,
        frame=frame,
        leads_to=notices[0] if notices else "",
    )


def _lanes_by_node(diagram: Diagram) -> dict[str, Element]:
    return {
        names.text_of(reference): lane
        for lane in diagram.lanes
        for reference in lane.iterchildren(names.bpmn("flowNodeRef"))
    }


def _lane_of(node: Node, lanes: dict[str, Element]) -> Element | None:
    """Return the lane of a node, or of the frame around it."""
    place: Element | None = node.element
    while place is not None:
        lane = lanes.get(place.get("id", ""))
        if lane is not None:
            return lane
        place = place.getparent()
    return None
