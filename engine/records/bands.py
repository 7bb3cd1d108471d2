"""Cuts a tall drawing into bands that can be read on paper, between its lanes or its shapes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from engine.definitions.diagram import read_diagram
from engine.definitions.layout.geometry import Box
from engine.definitions.layout.plane import Edge, Plane, Shape, read_plane

HIGHEST = 0.61
"""Height of a band in parts of its width: as much as a page that lies on its side can hold."""
LOWEST = 0.3
"""A band of this height may end at the end of a lane; a lower one goes on to the next."""
_STEP = 5.0
_MOVED = re.compile(r"translate\([\d.-]+ ([\d.-]+)\)")


@dataclass(frozen=True)
class Drawing:
    """A drawing, or a band of one, with the ids of what is drawn in it."""

    svg: str
    element_ids: frozenset[str]


def cut_into_bands(xml: bytes, svg: str) -> tuple[Drawing, ...]:
    """Return the drawing of a BPMN file in bands from top to bottom; one, when it fits a page."""
    plane = read_plane(read_diagram("", xml))
    left, top, width, height = map(float, etree.fromstring(svg).get("viewBox", "").split())
    view = Box(left, top, left + width, top + height)
    cuts = [view.top, *_cuts(plane, view), view.bottom]
    return tuple(
        _band(svg, plane, view._replace(top=upper, bottom=lower)) for upper, lower in pairwise(cuts)
    )


def whole_drawing(xml: bytes, svg: str) -> Drawing:
    """Return the drawing of a BPMN file as it is."""
    plane = read_plane(read_diagram("", xml))
    return Drawing(svg, frozenset([*plane.shapes, *plane.edges]))


def _cuts(plane: Plane, view: Box) -> Iterator[float]:
    top = view.top
    while view.bottom - top > view.width * HIGHEST:
        top = _next_cut(plane, top, view.width)
        yield top


def _next_cut(plane: Plane, top: float, width: float) -> float:
    """Return where the band that begins at `top` ends: a lane's end, a gap, or all that fits."""
    first, last = top + width * LOWEST, top + width * HIGHEST
    ends = [s.box.bottom for s in plane.shapes.values() if s.kind == "lane"]
    fitting = [end for end in ends if first <= end <= last]
    if fitting:
        return max(fitting)
    place = last
    while place > first and _is_cut(plane, place):
        place -= _STEP
    return place if place > first else last


def _is_cut(plane: Plane, place: float) -> bool:
    """Tell whether a line at this height would cut a shape or a text in two."""
    solid = [shape.box for shape in plane.shapes.values() if not shape.is_container]
    drawn: tuple[Shape | Edge, ...] = (*plane.shapes.values(), *plane.edges.values())
    labels = [item.label for item in drawn if item.label is not None]
    return any(box.top < place < box.bottom for box in (*solid, *labels))


def _band(svg: str, plane: Plane, view: Box) -> Drawing:
    root = etree.fromstring(svg)
    root.set("viewBox", f"{view.left:g} {view.top:g} {view.width:g} {view.height:g}")
    root.set("height", f"{view.height:g}")
    # What stands outside would be found by whoever searches the page for words.
    for part in list(root):
        if not _is_in(part, plane, view):
            root.remove(part)
    inside = [
        shape.id
        for shape in plane.shapes.values()
        if not shape.is_container and view.top <= shape.box.centre.y < view.bottom
    ]
    return Drawing(etree.tostring(root, encoding="unicode"), frozenset(inside))


def _is_in(part: etree._Element, plane: Plane, view: Box) -> bool:
    heights = list(_heights(part, plane)) or [view.centre.y]
    return min(heights) < view.bottom and max(heights) > view.top


def _heights(part: etree._Element, plane: Plane) -> Iterator[float]:
    """Yield heights between which a part of a drawing lies: an element, or a text or mark."""
    element_id = part.get("data-element-id", "")
    if element_id in plane.shapes:
        yield from (plane.shapes[element_id].box.top, plane.shapes[element_id].box.bottom)
    elif element_id in plane.edges:
        yield from (point.y for point in plane.edges[element_id].points)
    else:
        yield from (height for inner in part.iter() for height in _own_heights(inner))


def _own_heights(part: etree._Element) -> Iterator[float]:
    moved = _MOVED.match(part.get("transform", ""))
    if moved:
        yield float(moved[1])
    if "y" in part.attrib:
        top = float(part.get("y", "0"))
        yield from (top, top + float(part.get("height", "0")))
