"""Flaws of shapes: not drawn, overlapping, outside their lane or frame, off the border."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Diagram, Node
from engine.definitions.layout.finding import Finding
from engine.definitions.layout.geometry import Box, Grid
from engine.definitions.layout.plane import Plane, Shape

_FRAME_MARGIN = 4
_FRAME_NAME = 20
_ON_BORDER = 2


def find_shape_flaws(diagram: Diagram, plane: Plane) -> Iterator[Finding]:
    """Judge where the shapes stand."""
    yield from _undrawn(diagram, plane)
    yield from _overlapping(plane)
    yield from _outside_lanes(diagram, plane)
    for node in diagram.of_kind("boundaryEvent"):
        yield from _off_border(node, plane)
    for shape in plane.shapes.values():
        yield from _frame(shape, diagram, plane)


def _undrawn(diagram: Diagram, plane: Plane) -> Iterator[Finding]:
    hidden = {
        inner.get("id")
        for shape in plane.shapes.values()
        if shape.kind in names.SUB_PROCESSES and not shape.is_expanded
        for inner in shape.element.iterdescendants()
    }
    for node in diagram.nodes.values():
        if node.id not in plane.shapes and node.id not in hidden:
            yield Finding(node.element, f"“{node.name}” is not drawn.", is_error=True)
    for flow in diagram.flows:
        if flow.id not in plane.edges and flow.id not in hidden:
            yield Finding(flow.element, f"The sequence flow {flow.id} is not drawn.", is_error=True)


def _overlapping(plane: Plane) -> Iterator[Finding]:
    grid = Grid()
    for shape in plane.shapes.values():
        if shape.is_container:
            continue
        for other_id in grid.near(shape.box):
            other = plane.shapes[other_id]
            is_host = other_id == _host(shape) or shape.id == _host(other)
            if not is_host and shape.box.overlaps(other.box):
                yield Finding(shape.element, f"It overlaps {other_id}.")
        grid.add(shape.id, shape.box)


def _host(shape: Shape) -> str:
    return shape.element.get("attachedToRef", "") if shape.kind == "boundaryEvent" else ""


def _outside_lanes(diagram: Diagram, plane: Plane) -> Iterator[Finding]:
    for lane in diagram.lanes:
        drawn = plane.shapes.get(lane.get("id", ""))
        for reference in lane.iterchildren(names.bpmn("flowNodeRef")) if drawn else ():
            shape = plane.shapes.get(names.text_of(reference))
            if drawn and shape and not drawn.box.holds(shape.box):
                yield Finding(
                    shape.element,
                    f"It is not drawn inside its lane “{drawn.name}”.",
                    is_error=True,
                )


def _off_border(node: Node, plane: Plane) -> Iterator[Finding]:
    shape = plane.shapes.get(node.id)
    host = plane.shapes.get(node.element.get("attachedToRef", ""))
    if shape and host and not _is_on_border(shape.box, host.box):
        yield Finding(node.element, f"The event is not centred on the border of {host.id}.")


def _is_on_border(event: Box, host: Box) -> bool:
    x, y = event.centre
    beside = min(abs(x - host.left), abs(x - host.right)) < _ON_BORDER
    above = min(abs(y - host.top), abs(y - host.bottom)) < _ON_BORDER
    return (beside and host.top <= y <= host.bottom) or (above and host.left <= x <= host.right)


def _frame(frame: Shape, diagram: Diagram, plane: Plane) -> Iterator[Finding]:
    """Find what is drawn in the frame and belongs elsewhere, or belongs in it and is not there."""
    if not frame.is_frame:
        return
    inner = {e.get("id") for e in frame.element.iterdescendants() if names.kind(e)}
    around = {e.get("id") for e in frame.element.iterancestors()}
    for shape in plane.shapes.values():
        if shape.id not in diagram.nodes or shape is frame or _host(shape) == frame.id:
            continue
        if shape.id in inner:
            if not frame.box.shrunk(_FRAME_MARGIN).holds(shape.box):
                yield Finding(
                    shape.element,
                    f"It is not drawn inside its sub-process {frame.id}.",
                    is_error=True,
                )
            elif shape.box.top < frame.box.top + _FRAME_NAME:
                yield Finding(shape.element, f"It covers the name of its sub-process {frame.id}.")
        elif shape.id not in around and shape.box.overlaps(frame.box):
            yield Finding(
                shape.element,
                f"It overlaps the sub-process {frame.id}, but is not part of it.",
                is_error=True,
            )
