"""Draws the shapes: pools, lanes, frames, tasks, events, gateways and notes."""

from collections.abc import Callable

from engine.definitions import names
from engine.definitions.diagram import Element
from engine.definitions.drawing.canvas import add, add_text, number
from engine.definitions.drawing.icons import (
    draw_event_icon,
    draw_foot_mark,
    draw_gateway_icon,
    draw_task_icon,
)
from engine.definitions.drawing.look import INK, LINE, Look
from engine.definitions.layout.geometry import Box
from engine.definitions.layout.plane import FRAMES, Shape
from engine.definitions.text_width import LINE_HEIGHT, wrapped

NAME_SIZE = 12
LABEL_SIZE = 11
_BAND = 30
_PADDING = 8
_DASHED = "6 4"
_DOTTED = "1 5"


def draw_shape(parent: Element, shape: Shape, look: Look) -> None:
    """Draw one shape with its signs, and the text that stands inside it."""
    if shape.kind in names.EVENTS:
        _event(parent, shape, look)
    elif shape.kind in names.GATEWAYS:
        _gateway(parent, shape, look)
    elif shape.kind in names.TASKS or shape.kind == "callActivity" or shape.kind in FRAMES:
        _activity(parent, shape, look)
    else:
        _OTHERS.get(shape.kind, _plain_box)(parent, shape, look)


def draw_label(parent: Element, text: str, box: Box) -> None:
    """Write a text that stands beside its shape or edge."""
    wider = box._replace(left=box.left - 1, right=box.right + 1)
    add_text(parent, text, wider, LABEL_SIZE, from_top=True)


def _rect(parent: Element, box: Box, look: Look, **more: float | str) -> Element:
    return add(
        parent,
        "rect",
        x=box.left,
        y=box.top,
        width=box.width,
        height=box.height,
        fill=look.fill,
        stroke=look.stroke,
        stroke_width=look.width,
        class_="bpmn-shape",
        **more,
    )


def _activity(parent: Element, shape: Shape, look: Look) -> None:
    box = shape.box
    if shape.kind == "callActivity":
        look = look._replace(width=max(look.width, 5))
    is_event_sub_process = shape.element.get("triggeredByEvent") == "true"
    dots = {"stroke_dasharray": _DOTTED, "stroke_linecap": "round"} if is_event_sub_process else {}
    _rect(parent, box, look, rx=10, **dots)
    draw_task_icon(parent, shape.kind, box)
    for mark in _foot_marks(shape):
        draw_foot_mark(parent, box, mark)
    inside = box.shrunk(_PADDING)
    add_text(parent, shape.name, inside, NAME_SIZE, from_top=shape.is_frame)


def _foot_marks(shape: Shape) -> list[str]:
    multiple = shape.element.find(names.bpmn("multiInstanceLoopCharacteristics"))
    if multiple is not None:
        return ["sequential" if multiple.get("isSequential") == "true" else "parallel"]
    is_closed = shape.kind in FRAMES and not shape.is_expanded
    return ["call"] if shape.kind == "callActivity" or is_closed else []


def _event(parent: Element, shape: Shape, look: Look) -> None:
    element, centre, radius = shape.element, shape.box.centre, shape.box.width / 2
    is_weak = element.get("cancelActivity") == "false" or element.get("isInterrupting") == "false"
    dash: dict[str, float | str] = {"stroke_dasharray": _DASHED} if is_weak else {}
    width = max(look.width, 4) if shape.kind == "endEvent" else look.width
    for line, stroke_width in (
        ((radius, width),)
        if shape.kind in {"startEvent", "endEvent"}
        else ((radius, look.width), (radius - 4, 1.5))
    ):
        add(
            parent,
            "circle",
            cx=centre.x,
            cy=centre.y,
            r=line,
            fill=look.fill,
            stroke=look.stroke,
            stroke_width=stroke_width,
            class_="bpmn-shape",
            **dash,
        )
    thrown = shape.kind in {"endEvent", "intermediateThrowEvent"}
    for definition in map(names.kind, element):
        draw_event_icon(parent, definition, centre, thrown=thrown)


def _gateway(parent: Element, shape: Shape, look: Look) -> None:
    box, centre = shape.box, shape.box.centre
    corners = (
        (centre.x, box.top),
        (box.right, centre.y),
        (centre.x, box.bottom),
        (box.left, centre.y),
    )
    add(
        parent,
        "polygon",
        points=" ".join(f"{number(x)},{number(y)}" for x, y in corners),
        fill=look.fill,
        stroke=look.stroke,
        stroke_width=look.width,
        stroke_linejoin="round",
        class_="bpmn-shape",
    )
    draw_gateway_icon(parent, shape.kind, centre)


def _band_name(parent: Element, shape: Shape) -> None:
    """Write the name of a pool or lane along its beginning."""
    box = shape.box
    if shape.is_horizontal:
        x, y = box.left + _BAND / 2, box.centre.y
        turned = Box(x - box.height / 2, y - _BAND / 2, x + box.height / 2, y + _BAND / 2)
        text = add_text(parent, shape.name, turned, NAME_SIZE)
        text.set("transform", f"rotate(-90 {number(x)} {number(y)})")
    else:
        add_text(parent, shape.name, box._replace(bottom=box.top + _BAND), NAME_SIZE)


def _pool(parent: Element, shape: Shape, look: Look) -> None:
    _rect(parent, shape.box, look)
    box = shape.box
    end = (box.left + _BAND, box.bottom) if shape.is_horizontal else (box.right, box.top + _BAND)
    start = (end[0], box.top) if shape.is_horizontal else (box.left, end[1])
    data = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in (start, end))
    add(parent, "path", d=data, stroke=LINE, stroke_width=1.5, fill="none", class_="bpmn-line")
    _band_name(parent, shape)


def _lane(parent: Element, shape: Shape, look: Look) -> None:
    _rect(parent, shape.box, look._replace(width=1.5))
    _band_name(parent, shape)


def _note(parent: Element, shape: Shape, look: Look) -> None:
    del look
    box = shape.box
    data = (
        f"M{number(box.left + 10)} {number(box.top)}H{number(box.left)}"
        f"V{number(box.bottom)}H{number(box.left + 10)}"
    )
    add(parent, "path", d=data, stroke=LINE, stroke_width=1.5, fill="none", class_="bpmn-line")
    block = add(parent, "text", font_size=NAME_SIZE, fill=INK, class_="bpmn-text")
    for index, line in enumerate(wrapped(shape.name, box.width - 8, NAME_SIZE)):
        y = box.top + 16 + index * NAME_SIZE * LINE_HEIGHT
        add(block, "tspan", x=box.left + 6, y=y).text = line


def _group(parent: Element, shape: Shape, look: Look) -> None:
    _rect(parent, shape.box, look._replace(fill="none"), rx=10, stroke_dasharray="10 6 1 6")


def _plain_box(parent: Element, shape: Shape, look: Look) -> None:
    _rect(parent, shape.box, look)


_OTHERS: dict[str, Callable[[Element, Shape, Look], None]] = {
    "participant": _pool,
    "lane": _lane,
    "textAnnotation": _note,
    "group": _group,
}
