"""The drawing of a diagram, changed without a modeller: room is made, shapes and lines are set."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from lxml import etree

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element
from engine.definitions.layout.geometry import Box, Point
from engine.definitions.layout.plane import CONTAINERS

_ROUND_BELOW = 20.0


class Drawing:
    """Shapes and lines of one file; what is not drawn is passed over."""

    def __init__(self, diagram: Diagram) -> None:
        """Find what is drawn."""
        self._plane = next(diagram.root.iter(names.bpmn_di("BPMNPlane")), None)
        self._elements = {element.get("id", ""): element for element, _ in diagram.elements}
        self._shapes = self._by_element(diagram.root, "BPMNShape")
        self._edges = self._by_element(diagram.root, "BPMNEdge")

    @staticmethod
    def _by_element(root: Element, kind: str) -> dict[str, Element]:
        return {one.get("bpmnElement", ""): one for one in root.iter(names.bpmn_di(kind))}

    def box(self, element_id: str) -> Box | None:
        """Return where an element stands."""
        shape = self._shapes.get(element_id)
        bounds = None if shape is None else shape.find(names.bounds())
        if bounds is None:
            return None
        left, top = _number(bounds, "x"), _number(bounds, "y")
        return Box(left, top, left + _number(bounds, "width"), top + _number(bounds, "height"))

    def line(self, flow_id: str) -> list[Point]:
        """Return the points of a flow."""
        edge = self._edges.get(flow_id)
        points = () if edge is None else edge.iterchildren(names.waypoint())
        return [Point(_number(point, "x"), _number(point, "y")) for point in points]

    def set_box(self, element_id: str, box: Box) -> None:
        """Draw a new element."""
        if self._plane is not None:
            shape = self._drawn(self._plane, "BPMNShape", element_id)
            bounds = etree.SubElement(shape, names.bounds())
            for name, value in zip(("x", "y"), box, strict=False):
                bounds.set(name, f"{value:g}")
            bounds.set("width", f"{box.width:g}")
            bounds.set("height", f"{box.height:g}")
            self._shapes[element_id] = shape

    def set_line(
        self, flow_id: str, points: Sequence[Point], *, begins_as_before: bool = False
    ) -> None:
        """Draw a flow, or draw it anew.

        Its label stands near its beginning, and goes with it unless the line begins as before.
        """
        if self._plane is None or not points:
            return
        if flow_id not in self._edges:
            self._edges[flow_id] = self._drawn(self._plane, "BPMNEdge", flow_id)
        edge = self._edges[flow_id]
        for old in list(edge):
            if not begins_as_before or old.tag == names.waypoint():
                edge.remove(old)
        for x, y in _straightened(points):
            etree.SubElement(edge, names.waypoint(), x=f"{x:g}", y=f"{y:g}")

    def remove(self, element_id: str) -> None:
        """Take a shape or a line out."""
        for drawn in (self._shapes, self._edges):
            one = drawn.pop(element_id, None)
            if one is not None and (parent := one.getparent()) is not None:
                parent.remove(one)

    def make_room(self, x: float, width: float) -> None:
        """Move what stands right of a line further to the right; widen the frames over it."""
        moved = {element_id for element_id in self._shapes if self._is_right_of(element_id, x)}
        for element_id, edge in self._edges.items():
            self._stretch(element_id, edge, x, width, moved)
        for element_id, shape in self._shapes.items():
            if element_id in moved:
                for bounds in shape.iter(names.bounds()):
                    _shift(bounds, "x", width)
            elif self._is_container(element_id) and self._spans(element_id, x):
                for bounds in shape.iterchildren(names.bounds()):
                    _shift(bounds, "width", width)

    def _stretch(
        self, element_id: str, edge: Element, x: float, width: float, moved: set[str]
    ) -> None:
        """Move the bends of a line that are right of x, and its ends with what they touch."""
        points = list(edge.iterchildren(names.waypoint()))
        goes = [_number(point, "x") >= x for point in points]
        flow = self._elements.get(element_id)
        for end, reference in ((0, "sourceRef"), (-1, "targetRef")):
            touched = "" if flow is None else flow.get(reference, "")
            if points and touched in self._shapes and not self._is_container(touched):
                goes[end] = touched in moved
                # A bend straight above or below the end stays so.
                beside = 1 if end == 0 else -2
                is_upright = len(points) > 2 and _number(points[beside], "x") == _number(  # noqa: PLR2004 - both ends and a bend
                    points[end], "x"
                )
                if is_upright:
                    goes[beside] = goes[end]
        for point, is_moved in zip(points, goes, strict=True):
            if is_moved:
                _shift(point, "x", width)
        for bounds in edge.iter(names.bounds()):
            if _number(bounds, "x") >= x:
                _shift(bounds, "x", width)

    def _is_right_of(self, element_id: str, x: float) -> bool:
        element = self._elements.get(element_id)
        host = "" if element is None else element.get("attachedToRef", "")
        # A clock goes with its step. One on a frame over the line goes with what is below it.
        box = self.box(element_id if not host or self._is_container(host) else host)
        if box is None:
            return False
        return box.left >= x if self._is_container(element_id) else box.centre.x >= x

    def _is_container(self, element_id: str) -> bool:
        element = self._elements.get(element_id)
        return element is not None and names.kind(element) in CONTAINERS

    def _spans(self, element_id: str, x: float) -> bool:
        box = self.box(element_id)
        return box is not None and box.left < x < box.right

    @staticmethod
    def _drawn(plane: Element, kind: str, element_id: str) -> Element:
        return etree.SubElement(
            plane, names.bpmn_di(kind), id=f"{element_id}_di", bpmnElement=element_id
        )


def route(source: Box, target: Box) -> list[Point]:
    """Lay a line from one shape to another: to the right where it can be, else round below."""
    if target.left >= source.right:
        bend = (source.right + target.left) / 2
        level, other = source.centre.y, target.centre.y
        return [
            Point(source.right, level),
            Point(bend, level),
            Point(bend, other),
            Point(target.left, other),
        ]
    below = max(source.bottom, target.bottom) + _ROUND_BELOW
    start, end = source.centre.x, target.centre.x
    return [
        Point(start, source.bottom),
        Point(start, below),
        Point(end, below),
        Point(end, target.bottom),
    ]


def _straightened(points: Sequence[Point]) -> Iterator[Point]:
    """Leave out what repeats, and what lies on the straight line between its neighbours."""
    kept = [one for one, after in pairwise([*points, None]) if one is not None and one != after]
    for place, point in enumerate(kept):
        if 0 < place < len(kept) - 1:
            before, after = kept[place - 1], kept[place + 1]
            if before.x == point.x == after.x or before.y == point.y == after.y:
                continue
        yield point


def _number(element: Element, name: str) -> float:
    try:
        return float(element.get(name, "0"))
    except ValueError:
        return 0.0


def _shift(element: Element, name: str, by: float) -> None:
    element.set(name, f"{_number(element, name) + by:g}")
