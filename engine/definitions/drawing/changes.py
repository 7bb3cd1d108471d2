"""Marks for what differs between two versions: a colour, a sign, a line, and a word for each."""

from typing import Literal

from engine.definitions.diagram import Element
from engine.definitions.drawing.canvas import add, number
from engine.definitions.drawing.look import PAPER, Look
from engine.definitions.drawing.marks import corner_of, is_small
from engine.definitions.layout.geometry import Box, Point

ChangeMark = Literal["added", "removed", "changed", "moved"]

CHANGE_LOOKS: dict[ChangeMark, Look] = {
    "added": Look("#cce2d8", "#005a30", 4),
    "removed": Look("#f6d7d2", "#b10e1e", 4),
    "changed": Look("#fff2d3", "#7a4b00", 4),
    "moved": Look("#e8edf5", "#1d4f8c", 3),
}
CHANGE_WORDS: dict[ChangeMark, str] = {
    "added": "new",
    "removed": "gone",
    "changed": "changed",
    "moved": "moved in the drawing only",
}
CHANGE_DASHES: dict[ChangeMark, str] = {"removed": "7 4", "moved": "2 4"}
"""How outlines and arrows differ where colours cannot be told apart."""
_SIGNS: dict[ChangeMark, str] = {
    "added": "M-5 0H5M0 -5V5",
    "removed": "M-5 0H5",
    "changed": "M-5 -2.500H5M-5 2.500H5M-2.500 6L2.500 -6",
    "moved": "M-5.500 0H5.500M-2.500 -3L-5.500 0L-2.500 3M2.500 -3L5.500 0L2.500 3",
}
_RADIUS = 10


def draw_change_mark(parent: Element, change: ChangeMark, box: Box) -> None:
    """Draw the sign of a change on the upper right corner of a shape."""
    _draw(parent, change, corner_of(box), 0.8 if is_small(box) else 1)


def draw_change_sign(parent: Element, change: ChangeMark, place: Point) -> None:
    """Draw the sign of a change around a point, for arrows."""
    _draw(parent, change, place, 0.7)


def _draw(parent: Element, change: ChangeMark, place: Point, scale: float) -> None:
    group = add(
        parent,
        "g",
        transform=f"translate({number(place.x)} {number(place.y)}) scale({number(scale)})",
        class_=f"bpmn-mark is-{change}",
    )
    colour = CHANGE_LOOKS[change].stroke
    add(group, "circle", r=_RADIUS, fill=colour, stroke=PAPER, stroke_width=1.5)
    add(
        group,
        "path",
        d=_SIGNS[change],
        fill="none",
        stroke=PAPER,
        stroke_width=2,
        stroke_linecap="round",
        stroke_linejoin="round",
    )
