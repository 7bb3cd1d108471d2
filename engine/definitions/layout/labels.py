"""Flaws of texts: labels upon something, names that do not fit."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Element
from engine.definitions.layout.finding import Finding
from engine.definitions.layout.geometry import Box, Grid
from engine.definitions.layout.plane import Edge, Plane, Shape
from engine.definitions.text_width import LINE_HEIGHT, text_width, wrapped

LABEL_SIZE = 11
NAME_SIZE = 12
_PADDING = 5
_LEAST_MARGIN = 2
_ICON_HEIGHT = 24
_ICON_WIDTH = 26
_MARK_HEIGHT = 20
_OUTSIDE = names.EVENTS | names.GATEWAYS
_IN_BOX = names.TASKS | {"callActivity", "textAnnotation"}
_PLAIN = frozenset({"task", "callActivity", "textAnnotation"})


def find_label_flaws(plane: Plane) -> Iterator[Finding]:
    """Judge where texts stand, and whether they fit."""
    labels = dict(_labels(plane))
    yield from _unplaced(plane)
    yield from _covering(plane, labels)
    yield from _crossed(plane, labels)
    for shape in plane.shapes.values():
        yield from _too_long(shape)


def _labels(plane: Plane) -> Iterator[tuple[str, Box]]:
    """Give the labels, as high as their text needs."""
    everything: tuple[Shape | Edge, ...] = (*plane.shapes.values(), *plane.edges.values())
    for drawn in everything:
        if drawn.label is not None and drawn.name and drawn.kind not in _IN_BOX:
            lines = len(wrapped(drawn.name, max(drawn.label.width, 1) + 2, LABEL_SIZE))
            needed = lines * LABEL_SIZE * LINE_HEIGHT
            height = max(drawn.label.height, needed if needed > drawn.label.height + 4 else 0)
            yield drawn.id, drawn.label._replace(bottom=drawn.label.top + height)


def _unplaced(plane: Plane) -> Iterator[Finding]:
    drawn: tuple[Shape | Edge, ...] = (*plane.shapes.values(), *plane.edges.values())
    for item in drawn:
        is_outside = item.kind in _OUTSIDE or item.kind == "sequenceFlow"
        if is_outside and item.name and item.label is None:
            yield Finding(item.element, "Its label has no place of its own.")


def _covering(plane: Plane, labels: dict[str, Box]) -> Iterator[Finding]:
    boxes, texts = Grid(), Grid()
    for shape in plane.shapes.values():
        boxes.add(shape.id, shape.box)
    for id_, label in labels.items():
        element = _element(plane, id_)
        for other in texts.near(label):
            if label.overlaps(labels[other], 1):
                yield Finding(element, f"Its label overlaps the label of {other}.")
        texts.add(id_, label)
        for other in boxes.near(label):
            shape = plane.shapes[other]
            if _covers(label, shape, is_own=other == id_):
                yield Finding(element, f"Its label covers {other}.")


def _covers(label: Box, shape: Shape, *, is_own: bool) -> bool:
    if is_own or not label.overlaps(shape.box, 2):
        return False
    return not (shape.is_container and shape.box.holds(label))


def _crossed(plane: Plane, labels: dict[str, Box]) -> Iterator[Finding]:
    grid = Grid()
    for id_, label in labels.items():
        grid.add(id_, label)
    reported: set[tuple[str, str]] = set()
    for edge in plane.edges.values():
        for piece in edge.segments:
            for id_, label in grid.near(piece.box).items():
                if (id_, edge.id) not in reported and piece.crosses(label.shrunk(2)):
                    reported.add((id_, edge.id))
                    yield Finding(_element(plane, id_), f"Its label is crossed by {edge.id}.")


def _element(plane: Plane, id_: str) -> Element:
    drawn = plane.shapes.get(id_) or plane.edges[id_]
    return drawn.element


def _too_long(shape: Shape) -> Iterator[Finding]:
    if shape.kind == "lane" and text_width(shape.name, NAME_SIZE) > _lane_length(shape) - 6:
        yield Finding(shape.element, "Its name is longer than the lane.")
    if shape.is_frame and text_width(shape.name, NAME_SIZE) > shape.box.width - 20:
        yield Finding(shape.element, "Its name needs more than one line.")
    if shape.kind not in _IN_BOX or not shape.name:
        return
    width = shape.box.width - 2 * _PADDING
    lines = wrapped(shape.name, width, NAME_SIZE)
    above = (shape.box.height - len(lines) * NAME_SIZE * LINE_HEIGHT) / 2
    beside = (shape.box.width - text_width(lines[0], NAME_SIZE)) / 2
    if above < _LEAST_MARGIN or any(text_width(line, NAME_SIZE) > width for line in lines):
        yield Finding(shape.element, f"Its name does not fit into its box ({len(lines)} lines).")
    elif shape.kind not in _PLAIN and above < _ICON_HEIGHT and beside < _ICON_WIDTH:
        yield Finding(shape.element, "Its name runs under the icon of the box.")
    elif _has_mark(shape) and above < _MARK_HEIGHT:
        yield Finding(shape.element, "Its name runs into the mark at the foot of the box.")


def _lane_length(shape: Shape) -> float:
    return shape.box.height if shape.is_horizontal else shape.box.width


def _has_mark(shape: Shape) -> bool:
    mark = names.bpmn("multiInstanceLoopCharacteristics")
    return shape.kind == "callActivity" or shape.element.find(mark) is not None
