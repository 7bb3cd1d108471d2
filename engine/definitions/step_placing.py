"""Adds, takes out and connects steps in a diagram's file without drawing; the picture follows."""

from lxml import etree

from engine.definitions import names
from engine.definitions.diagram import Flow, Node
from engine.definitions.diagram_change import DiagramChange
from engine.definitions.step_editing import write_property
from engine.definitions.steps import StepKind

_TAGS = {StepKind.TASK: "userTask", StepKind.NOTICE: "serviceTask"}
_STARTS = frozenset({"startEvent", "boundaryEvent"})


class UndrawnWayError(ValueError):
    """Several flows leave the step, or the target stands elsewhere: that can only be drawn."""


def add_step(content: bytes, after_id: str, kind: StepKind, name: str) -> tuple[bytes, str]:
    """Give the diagram with a new step right after another, and the id of the new one.

    What stands to the right makes room. The new step is in the lane of the one before.

    Raises:
        StepGoneError: no element of the diagram has this id.
        UndrawnWayError: several flows leave the step before.
    """
    change = DiagramChange(content)
    before = change.node(after_id)
    flow = _way_out(before)
    new_id = change.free_id("Step")
    added = etree.Element(names.bpmn(_TAGS[kind]), id=new_id, name=name)
    before.element.addnext(added)
    if kind is StepKind.NOTICE:
        write_property(added, "operation", "notify")
    else:
        write_property(added, "agencySide", before.property_value("agencySide") or "both")
    change.stand_beside(after_id, new_id)
    side = change.make_room(after_id, new_id, change.drawing.line(flow.id) if flow else [])
    if flow is None or flow.target is None:
        change.connect(before.scope, after_id, new_id)
        return change.written(), new_id
    target_id, onward = flow.target.id, change.drawing.line(flow.id)
    change.lead(flow, new_id)
    second = change.connect(before.scope, new_id, target_id)
    if side is not None:
        # The line goes on as it went.
        there, here = side
        change.drawing.set_line(flow.id, [onward[0], here])
        change.drawing.set_line(second, [there, *onward[1:]])
    return change.written(), new_id


def remove_step(content: bytes, element_id: str) -> bytes:
    """Give the diagram without a step: what led to it leads to what came after it.

    Its limits go with it, and whatever only they led to.

    Raises:
        StepGoneError: no element of the diagram has this id.
        UndrawnWayError: several flows leave the step.
    """
    change = DiagramChange(content)
    node = change.node(element_id)
    out = _way_out(node)
    target = out.target if out is not None and out.target is not node else None
    box, onward = change.drawing.box(element_id), change.drawing.line(out.id) if out else []
    for flow in [one for one in node.incoming if one.source is not node]:
        if target is None:
            change.remove_flow(flow)
            continue
        there = change.drawing.line(flow.id)
        change.lead(flow, target.id, draws=False)
        middle = [box.centre] if box else []
        line = [*there[:-1], *middle, *onward[1:]]
        change.drawing.set_line(flow.id, line, begins_as_before=True)
    change.remove_node(node)
    return change.written()


def lead_step(content: bytes, element_id: str, target_id: str) -> bytes:
    """Give the diagram with a step that leads to another element.

    Raises:
        StepGoneError: no element of the diagram has one of these ids.
        UndrawnWayError: several flows leave the step, or the target cannot be led to from it.
    """
    change = DiagramChange(content)
    node, target = change.node(element_id), change.node(target_id)
    flow = _way_out(node)
    if target not in targets_of(node, change.nodes):
        raise UndrawnWayError(target_id)
    if flow is None:
        change.connect(node.scope, element_id, target_id)
    elif flow.target is not target:
        change.lead(flow, target_id)
    return change.written()


def targets_of(node: Node, nodes: dict[str, Node]) -> tuple[Node, ...]:
    """Return what a step can lead to: what stands in the same frame and does not start anything."""
    return tuple(
        other
        for other in nodes.values()
        if other.scope is node.scope
        and other is not node
        and other.kind not in _STARTS
        and not other.is_event_sub_process
    )


def _way_out(node: Node) -> Flow | None:
    if len(node.outgoing) > 1:
        raise UndrawnWayError(node.id)
    return node.outgoing[0] if node.outgoing else None
