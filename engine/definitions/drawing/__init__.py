"""Draws diagrams as SVG on the server: for pages without JavaScript, for PDF and e-mail."""

from engine.definitions.drawing.changes import CHANGE_WORDS, ChangeMark
from engine.definitions.drawing.heat import SHADES, Heat
from engine.definitions.drawing.look import DrawnState
from engine.definitions.drawing.picture import draw_changes, draw_diagram, draw_heat

__all__ = [
    "CHANGE_WORDS",
    "SHADES",
    "ChangeMark",
    "DrawnState",
    "Heat",
    "draw_changes",
    "draw_diagram",
    "draw_heat",
]
