"""What the layout rules find."""

from typing import NamedTuple

from engine.definitions.diagram import Element


class Finding(NamedTuple):
    """One flaw of the drawing. `is_error` is for what misleads the reader about the procedure."""

    element: Element
    message: str
    is_error: bool = False
