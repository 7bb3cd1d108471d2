"""Colours, strokes and words of the drawing.

Everything is said with presentation attributes, so that a strict Content-Security-Policy holds and
PDF renderers understand it. Pages may restyle the classes, for forced colours above all.
"""

from typing import Literal, NamedTuple

DrawnState = Literal["done", "active", "overdue", "failed", "untouched"]

INK = "#0b0c0c"
LINE = "#22242a"
PAPER = "#ffffff"
TAKEN = "#005a30"
UNTOUCHED = "#7a3d00"
"""What no scenario has reached; flows are dashed as well."""
FONT = "Arial, Helvetica, sans-serif"


class Look(NamedTuple):
    """How a shape is filled and outlined."""

    fill: str
    stroke: str
    width: float


PLAIN = Look(PAPER, LINE, 2)
STATE_LOOKS: dict[DrawnState, Look] = {
    "done": Look("#cce2d8", TAKEN, 2),
    "active": Look("#ffffff", "#1d70b8", 5),
    "overdue": Look("#f6d7d2", "#b10e1e", 5),
    "failed": Look("#f3f2f1", "#b10e1e", 5),
    "untouched": Look("#fff2cc", UNTOUCHED, 4),
}
STATE_WORDS: dict[DrawnState, str] = {
    "done": "completed",
    "active": "in progress",
    "overdue": "overdue",
    "failed": "stopped by a failure",
    "untouched": "not reached",
}
KIND_WORDS = {
    "userTask": "User task",
    "serviceTask": "Notification",
    "callActivity": "Called procedure",
    "subProcess": "Sub-process",
    "startEvent": "Start",
    "endEvent": "End",
    "boundaryEvent": "Event on a step",
    "intermediateCatchEvent": "Event",
    "intermediateThrowEvent": "Event",
    "exclusiveGateway": "Decision",
    "inclusiveGateway": "Decision",
    "parallelGateway": "Parallel",
    "eventBasedGateway": "Waits for the first event",
    "lane": "Lane",
    "participant": "Procedure",
    "sequenceFlow": "Flow",
    "textAnnotation": "Note",
}
