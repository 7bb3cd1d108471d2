"""How a heat map colours a step: the slower, the darker; what it means is written on it."""

from typing import Final, NamedTuple

from engine.definitions.diagram import Element
from engine.definitions.drawing.canvas import add, add_text
from engine.definitions.drawing.look import INK, LINE, PAPER, Look
from engine.definitions.layout.geometry import Box
from engine.definitions.text_width import text_width

SHADES: Final = ("#ffffff", "#fff3d6", "#ffdf9e", "#ffc27a", "#f99b6b")
"""From no time at all to the longest; black text reads well on each of them."""
_SIZE, _HEIGHT, _INSIDE = 11, 18, 4


class Heat(NamedTuple):
    """What is said about one step."""

    shade: int
    """0 (nothing, or quick) to 4 (slow): an index of `SHADES`."""
    badge: str
    """A few words on the step, such as “1 day”."""
    words: str
    """The whole of it, for the accessible name."""
    is_missed: bool = False
    """A limit was missed: the outline is thicker and red."""


def look_of(heat: Heat) -> Look:
    """Return how a step of this heat is filled and outlined."""
    fill = SHADES[heat.shade]
    return Look(fill, "#b10e1e", 4) if heat.is_missed else Look(fill, LINE, 2)


def draw_badge(parent: Element, heat: Heat, box: Box) -> None:
    """Write a few words on the upper edge of a step: the lower one is full of clocks."""
    width = text_width(heat.badge, _SIZE) + 12
    bottom = box.top + _INSIDE
    pill = Box(box.left - _INSIDE, bottom - _HEIGHT, box.left - _INSIDE + width, bottom)
    group = add(parent, "g", class_="bpmn-heat")
    add(
        group,
        "rect",
        x=pill.left,
        y=pill.top,
        width=pill.width,
        height=pill.height,
        rx=4,
        fill=PAPER,
        stroke=INK,
        stroke_width=1,
    )
    add_text(group, heat.badge, pill, _SIZE)
