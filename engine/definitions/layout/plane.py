"""The drawing in a BPMN file (diagram interchange): shapes, edges and labels by element id."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element
from engine.definitions.layout.geometry import Box, Point, Segment, segments_of

FRAMES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
CONTAINERS = FRAMES | {"participant", "lane", "group"}
_LIMIT = 1_000_000.0


@dataclass(frozen=True, eq=False)
class Shape:
    """A drawn node, pool, lane or note. `label` is the box of a label outside the shape."""

    id: str
    kind: str
    element: Element
    box: Box
    label: Box | None
    is_expanded: bool
    is_horizontal: bool

    @property
    def name(self) -> str:
        """The text in or beside it."""
        if self.kind == "textAnnotation":
            return names.one_line(self.element.findtext(names.bpmn("text")))
        return names.one_line(self.element.get("name"))

    @property
    def is_frame(self) -> bool:
        """Whether it is drawn around others as an expanded sub-process."""
        return self.kind in FRAMES and self.is_expanded

    @property
    def is_container(self) -> bool:
        """Whether others may be drawn inside it."""
        return self.is_frame or (self.kind in CONTAINERS and self.kind not in FRAMES)


@dataclass(frozen=True, eq=False)
class Edge:
    """A drawn flow or association."""

    id: str
    kind: str
    element: Element
    points: tuple[Point, ...]
    label: Box | None

    @property
    def name(self) -> str:
        """The text beside it."""
        return names.one_line(self.element.get("name"))

    @property
    def source(self) -> str:
        """Id of the element that it comes from."""
        return self.element.get("sourceRef", "")

    @property
    def target(self) -> str:
        """Id of the element that it goes to."""
        return self.element.get("targetRef", "")

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """Its straight pieces."""
        return tuple(segments_of(self.points))


@dataclass(frozen=True, eq=False)
class Plane:
    """All that is drawn. `strays` are ids that the drawing has and the process has not."""

    shapes: dict[str, Shape]
    edges: dict[str, Edge]
    strays: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is drawn at all."""
        return not self.shapes and not self.edges


_planes: "WeakKeyDictionary[Diagram, Plane]" = WeakKeyDictionary()


def read_plane(diagram: Diagram) -> Plane:
    """Read the drawing; what has no numbers, or absurd ones, counts as not drawn.

    The same diagram is read once, however many checks look at it.
    """
    plane = _planes.get(diagram)
    if plane is None:
        plane = _planes[diagram] = _read(diagram)
    return plane


def _read(diagram: Diagram) -> Plane:
    elements = {e.get("id", ""): e for e, _ in diagram.elements if e.get("id")}
    shapes: dict[str, Shape] = {}
    edges: dict[str, Edge] = {}
    strays: list[str] = []
    for drawn in diagram.root.iter(names.bpmn_di("BPMNShape"), names.bpmn_di("BPMNEdge")):
        id_ = drawn.get("bpmnElement", "")
        if id_ not in elements:
            strays.append(id_)
        elif drawn.tag == names.bpmn_di("BPMNShape"):
            shapes.update((shape.id, shape) for shape in _shape(id_, elements[id_], drawn))
        else:
            edges.update((edge.id, edge) for edge in _edge(id_, elements[id_], drawn))
    return Plane(shapes, edges, tuple(strays))


def _shape(id_: str, element: Element, drawn: Element) -> Iterator[Shape]:
    box = _box(drawn.find(names.bounds()))
    if box is not None:
        yield Shape(
            id=id_,
            kind=names.kind(element),
            element=element,
            box=box,
            label=_label(drawn),
            is_expanded=_is_expanded(drawn, element),
            is_horizontal=drawn.get("isHorizontal", "true") != "false",
        )


def _is_expanded(drawn: Element, element: Element) -> bool:
    """Tell how a sub-process is drawn; without a mark, those with drawn contents are open."""
    mark = drawn.get("isExpanded")
    return mark == "true" if mark is not None else names.kind(element) in FRAMES


def _edge(id_: str, element: Element, drawn: Element) -> Iterator[Edge]:
    places = [_point(waypoint) for waypoint in drawn.iterchildren(names.waypoint())]
    points = tuple(place for place in places if place is not None)
    if len(points) > 1:
        yield Edge(id_, names.kind(element), element, points, _label(drawn))


def _label(drawn: Element) -> Box | None:
    return _box(drawn.find(f"{names.bpmn_di('BPMNLabel')}/{names.bounds()}"))


def _box(bounds: Element | None) -> Box | None:
    if bounds is None:
        return None
    x, y, width, height = (_number(bounds.get(name)) for name in ("x", "y", "width", "height"))
    if x is None or y is None or width is None or height is None or width < 0 or height < 0:
        return None
    return Box(x, y, x + width, y + height)


def _point(waypoint: Element) -> Point | None:
    x, y = _number(waypoint.get("x")), _number(waypoint.get("y"))
    return None if x is None or y is None else Point(x, y)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) < _LIMIT else None
