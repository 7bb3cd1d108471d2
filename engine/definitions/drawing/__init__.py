"""Draws diagrams as SVG on the server: for pages without JavaScript, for PDF and e-mail."""

from engine.definitions.drawing.look import DrawnState
from engine.definitions.drawing.picture import draw_diagram

__all__ = ["DrawnState", "draw_diagram"]
