"""Draws flows and associations: rounded corners, arrow heads, the slash of a default flow."""

import math

from engine.definitions.diagram import Element
from engine.definitions.drawing.canvas import add, number
from engine.definitions.drawing.changes import (
    CHANGE_DASHES,
    CHANGE_LOOKS,
    ChangeMark,
    draw_change_sign,
)
from engine.definitions.drawing.look import LINE, PAPER, TAKEN, UNTOUCHED
from engine.definitions.layout.geometry import Point, Segment
from engine.definitions.layout.plane import Edge

_CORNER = 5
_HEAD_LENGTH = 11
_HEAD_WIDTH = 4.5


def draw_edge(
    parent: Element, edge: Edge, *, is_taken: bool, is_default: bool, is_untouched: bool = False
) -> None:
    """Draw one edge. A flow that was taken is green and thick, one that nobody took dashed."""
    colour, width = (TAKEN, 4.0) if is_taken else (LINE, 1.8)
    if is_untouched:
        colour, width = UNTOUCHED, 4.0
    head = _draw(parent, edge, colour, width, dashes="10 6" if is_untouched else "")
    if head is not None and is_taken:
        head.set("transform", f"{head.get('transform')} scale(1.3)")
    if head is not None and is_default:
        _slash(parent, edge.segments[0], colour)


def draw_changed_edge(parent: Element, edge: Edge, change: ChangeMark, *, is_default: bool) -> None:
    """Draw an edge that differs from another version, with its sign in the middle."""
    look = CHANGE_LOOKS[change]
    head = _draw(parent, edge, look.stroke, 4.0, dashes=CHANGE_DASHES.get(change, ""))
    if head is not None and is_default:
        _slash(parent, edge.segments[0], look.stroke)
    draw_change_sign(parent, change, _middle(edge))


def _draw(
    parent: Element, edge: Edge, colour: str, width: float, dashes: str = ""
) -> Element | None:
    """Draw the line, and return its head; an association has none."""
    line = add(
        parent,
        "path",
        d=_rounded(edge.points),
        fill="none",
        stroke=colour,
        stroke_width=width,
        class_="bpmn-line",
    )
    if dashes:
        line.set("stroke-dasharray", dashes)
    if edge.kind == "association":
        line.set("stroke-dasharray", "1 5")
        line.set("stroke-linecap", "round")
        return None
    if edge.kind == "messageFlow":
        line.set("stroke-dasharray", "8 5")
    head = _head(parent, edge.segments[-1], colour)
    if edge.kind == "messageFlow":
        head.set("fill", PAPER)
    return head


def _middle(edge: Edge) -> Point:
    """Return the point half way along the longest straight piece."""
    longest = max(edge.segments, key=lambda segment: math.dist(*segment))
    return Point((longest.start.x + longest.end.x) / 2, (longest.start.y + longest.end.y) / 2)


def _rounded(points: tuple[Point, ...]) -> str:
    parts = [f"M{_pair(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        parts.append(
            f"L{_pair(_towards(corner, before))}Q{_pair(corner)} {_pair(_towards(corner, after))}"
        )
    parts.append(f"L{_pair(points[-1])}")
    return "".join(parts)


def _towards(start: Point, end: Point) -> Point:
    """Give the point on the way from start to end where a corner begins to be round."""
    length = math.dist(start, end)
    share = min(_CORNER, length / 2) / length if length else 0
    return Point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)


def _head(parent: Element, last: Segment, colour: str) -> Element:
    x, y = last.end
    angle = math.degrees(math.atan2(y - last.start.y, x - last.start.x))
    return add(
        parent,
        "path",
        d=f"M0 0L{-_HEAD_LENGTH} {-_HEAD_WIDTH}V{_HEAD_WIDTH}z",
        transform=f"translate({number(x)} {number(y)}) rotate({number(angle)})",
        fill=colour,
        stroke=colour,
        stroke_width=1,
        class_="bpmn-head",
    )


def _slash(parent: Element, first: Segment, colour: str) -> None:
    length = math.dist(*first)
    if length == 0:
        return
    share = min(12, length / 2) / length
    x = first.start.x + (first.end.x - first.start.x) * share
    y = first.start.y + (first.end.y - first.start.y) * share
    angle = math.degrees(math.atan2(first.end.y - first.start.y, first.end.x - first.start.x))
    add(
        parent,
        "path",
        d="M-3.500 7L3.500 -7",
        transform=f"translate({number(x)} {number(y)}) rotate({number(angle)})",
        stroke=colour,
        stroke_width=2,
        fill="none",
        class_="bpmn-line",
    )


def _pair(point: Point) -> str:
    return f"{number(point.x)} {number(point.y)}"
