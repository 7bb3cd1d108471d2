"""The small signs in tasks, events and gateways, drawn around a centre or from a corner."""

import math
from collections.abc import Callable

from engine.definitions.diagram import Element
from engine.definitions.drawing.canvas import add, number
from engine.definitions.drawing.look import LINE, PAPER
from engine.definitions.layout.geometry import Box, Point

_THIN = 1.3


def _path(
    parent: Element, place: Point, data: str, *, filled: bool = False, width: float = _THIN
) -> None:
    group = add(parent, "g", transform=f"translate({number(place.x)} {number(place.y)})")
    add(
        group,
        "path",
        d=data,
        fill=LINE if filled else PAPER,
        stroke=LINE,
        stroke_width=width,
        stroke_linejoin="round",
        class_="bpmn-icon-filled" if filled else "bpmn-icon",
    )


def _user(parent: Element, corner: Point) -> None:
    _path(parent, corner, "M4 22v-4.500q0-4.500 4.500-5.500h5q4.500 1 4.500 5.500v4.500z")
    _path(parent, corner, "M11 3a4.800 4.800 0 1 1 0 9.600a4.800 4.800 0 1 1 0 -9.600z")
    _path(parent, corner, "M6.300 7a4.800 4.800 0 0 1 9.400 0q-4.500 1.500 -9.400 0z", filled=True)


def _gear(parent: Element, corner: Point) -> None:
    teeth, outer, inner = 8, 8.5, 6.3
    points = []
    for index in range(teeth * 4):
        radius = outer if index % 4 in {1, 2} else inner
        angle = 2 * math.pi * (index - 0.5) / (teeth * 4)
        points.append(f"{12 + radius * math.cos(angle):.1f} {12 + radius * math.sin(angle):.1f}")
    _path(parent, corner, f"M{'L'.join(points)}z")
    _path(parent, corner, "M12 9a3 3 0 1 1 0 6a3 3 0 1 1 0 -6z")


def _letter(parent: Element, corner: Point, *, filled: bool) -> None:
    _path(parent, corner, "M4 6h17v11.500h-17z", filled=filled)
    group = add(parent, "g", transform=f"translate({number(corner.x)} {number(corner.y)})")
    ink = PAPER if filled else LINE
    add(group, "path", d="M4.500 6.500l8 6l8-6", fill="none", stroke=ink, stroke_width=_THIN)


def _scroll(parent: Element, corner: Point) -> None:
    _path(parent, corner, "M6 4h11q-4 4 0 8t0 8h-11q4-4 0-8t0-8zM8 8h6M9 12h6M10 16h6")


_TASK_ICONS: dict[str, Callable[[Element, Point], None]] = {
    "userTask": _user,
    "serviceTask": _gear,
    "sendTask": lambda parent, corner: _letter(parent, corner, filled=True),
    "receiveTask": lambda parent, corner: _letter(parent, corner, filled=False),
    "scriptTask": _scroll,
    "businessRuleTask": lambda parent, corner: _path(
        parent, corner, "M4 5h17v13h-17zM4 9h17M4 13.500h17M9 9v9"
    ),
    "manualTask": lambda parent, corner: _path(
        parent, corner, "M4 12q4-6 9-6l-2 3h9v2h-7h8v2h-8h7v2h-7h5v2h-10q-4 0-4-5z"
    ),
}


def draw_task_icon(parent: Element, kind: str, box: Box) -> None:
    """Draw the sign of a task in its upper left corner."""
    draw = _TASK_ICONS.get(kind)
    if draw is not None:
        draw(parent, Point(box.left + 3, box.top + 3))


def draw_foot_mark(parent: Element, box: Box, mark: str) -> None:
    """Draw the sign at the foot of an activity: "call", "parallel", "sequential" or "loop"."""
    place = Point(box.centre.x - 7, box.bottom - 18)
    if mark == "call":
        _path(parent, place, "M0 0h14v14h-14zM7 3v8M3 7h8")
    elif mark == "parallel":
        _path(parent, place, "M3 1v12M7 1v12M11 1v12", width=2.5)
    elif mark == "sequential":
        _path(parent, place, "M1 3h12M1 7h12M1 11h12", width=2.5)


_PENTAGON = " ".join(
    f"{'M' if i == 0 else 'L'}{9 * math.sin(2 * math.pi * i / 5):.1f} "
    f"{-9 * math.cos(2 * math.pi * i / 5):.1f}"
    for i in range(5)
)


def draw_gateway_icon(parent: Element, kind: str, centre: Point) -> None:
    """Draw the sign of a gateway in its middle."""
    if kind == "exclusiveGateway":
        _path(parent, centre, "M-7 -9L7 9M7 -9L-7 9", width=4)
    elif kind == "parallelGateway":
        _path(parent, centre, "M-12 0H12M0 -12V12", width=4.5)
    elif kind == "inclusiveGateway":
        _path(parent, centre, "M0 -11a11 11 0 1 1 0 22a11 11 0 1 1 0 -22z", width=3)
    elif kind == "complexGateway":
        _path(parent, centre, "M-12 0H12M0 -12V12M-8 -8L8 8M8 -8L-8 8", width=3)
    elif kind == "eventBasedGateway":
        _path(parent, centre, "M0 -15a15 15 0 1 1 0 30a15 15 0 1 1 0 -30z")
        _path(parent, centre, "M0 -12a12 12 0 1 1 0 24a12 12 0 1 1 0 -24z")
        _path(parent, centre, f"{_PENTAGON}z")


_TICKS = "".join(
    f"M{9 * math.sin(angle):.1f} {-9 * math.cos(angle):.1f}"
    f"L{11 * math.sin(angle):.1f} {-11 * math.cos(angle):.1f}"
    for angle in (2 * math.pi * hour / 12 for hour in range(12))
)


def _clock(parent: Element, centre: Point) -> None:
    _path(parent, centre, "M0 -11a11 11 0 1 1 0 22a11 11 0 1 1 0 -22z")
    _path(parent, centre, _TICKS, width=1)
    _path(parent, centre, "M1.500 -8L0 0H6", width=1.8)


def _envelope(parent: Element, centre: Point, *, filled: bool) -> None:
    _letter(parent, Point(centre.x - 12.5, centre.y - 11.75), filled=filled)


_EVENT_ICONS: dict[str, str] = {
    "signalEventDefinition": "M0 -9L9 7H-9z",
    "errorEventDefinition": "M-8 8L-3 -8L3 2L8 -8L3 9L-3 -1z",
    "escalationEventDefinition": "M0 -10L7 9L0 2L-7 9z",
    "compensateEventDefinition": "M-9 0L0 -7V7zM0 0L9 -7V7z",
    "linkEventDefinition": "M-9 -4H2V-8L9 0L2 8V4H-9z",
    "conditionalEventDefinition": "M-7 -9H7V9H-7zM-4 -5H4M-4 0H4M-4 5H4",
    "cancelEventDefinition": "M-8 -6L-6 -8L0 -2L6 -8L8 -6L2 0L8 6L6 8L0 2L-6 8L-8 6L-2 0z",
    "terminateEventDefinition": "M0 -10a10 10 0 1 1 0 20a10 10 0 1 1 0 -20z",
}


def draw_event_icon(parent: Element, definition: str, centre: Point, *, thrown: bool) -> None:
    """Draw the sign of an event in its middle; what is thrown is filled."""
    if definition == "timerEventDefinition":
        _clock(parent, centre)
    elif definition == "messageEventDefinition":
        _envelope(parent, centre, filled=thrown)
    elif definition in _EVENT_ICONS:
        _path(parent, centre, _EVENT_ICONS[definition], filled=thrown)
