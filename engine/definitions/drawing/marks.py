"""Marks on shapes that say the state without colour: tick, arrow, clock, a number."""

from engine.definitions.diagram import Element
from engine.definitions.drawing.canvas import add, add_text, number
from engine.definitions.drawing.look import PAPER, STATE_LOOKS, DrawnState
from engine.definitions.layout.geometry import Box, Point
from engine.definitions.text_width import text_width

_RADIUS = 10
_NUMBER_SIZE = 12
_SMALL = 60
_SIGNS: dict[DrawnState, str] = {
    "done": "M-5 0.500L-1.500 4L5 -4",
    "active": "M-3 -5L5 0L-3 5z",
    "overdue": "M0 -6V0.500H4.500",
    "failed": "M0 -6V1.500M0 4.500V6",
    "untouched": "M-3 -2.500C-3 -7 3.500 -7 3.500 -2.500C3.500 0 0 0 0 2.500M0 5V6.500",
}


def draw_state_mark(parent: Element, state: DrawnState, box: Box) -> None:
    """Draw the sign of the state on the upper right corner."""
    centre = corner_of(box)
    scale = " scale(0.8)" if is_small(box) else ""
    group = add(
        parent,
        "g",
        transform=f"translate({number(centre.x)} {number(centre.y)}){scale}",
        class_=f"bpmn-mark is-{state}",
    )
    colour = STATE_LOOKS[state].stroke
    add(group, "circle", r=_RADIUS, fill=colour, stroke=PAPER, stroke_width=1.5)
    add(
        group,
        "path",
        d=_SIGNS[state],
        fill=PAPER if state == "active" else "none",
        stroke=PAPER,
        stroke_width=2.2,
        stroke_linecap="round",
        stroke_linejoin="round",
    )


def draw_count(parent: Element, count: int, box: Box) -> None:
    """Draw how many instances stand here, left of the sign of the state."""
    width = max(22.0, text_width(str(count), _NUMBER_SIZE) + 12)
    corner = corner_of(box)
    right = corner.x - _RADIUS - 2
    pill = Box(right - width, corner.y - _RADIUS, right, corner.y + _RADIUS)
    group = add(parent, "g", class_="bpmn-count")
    add(
        group,
        "rect",
        x=pill.left,
        y=pill.top,
        width=pill.width,
        height=pill.height,
        rx=_RADIUS,
        fill="#0b0c0c",
        stroke=PAPER,
        stroke_width=1.5,
    )
    text = add_text(group, str(count), pill, _NUMBER_SIZE)
    text.set("fill", PAPER)
    text.set("font-weight", "bold")


def corner_of(box: Box) -> Point:
    """Give the upper right corner; on events and gateways a point on their line."""
    if is_small(box):
        centre = box.centre
        return Point(centre.x + box.width * 0.33, centre.y - box.height * 0.33)
    return Point(box.right - 6, box.top + 3)


def is_small(box: Box) -> bool:
    """Tell whether a shape is an event or a gateway rather than a step."""
    return box.width < _SMALL
