"""Boxes, points and straight segments; y grows downwards."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple


class Point(NamedTuple):
    """A place in pixels."""

    x: float
    y: float


class Box(NamedTuple):
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From edge to edge."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From edge to edge."""
        return self.bottom - self.top

    @property
    def centre(self) -> Point:
        """The middle."""
        return Point((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    def shrunk(self, margin: float) -> "Box":
        """Give the box with every edge moved inwards; a negative margin moves them outwards."""
        return Box(self.left + margin, self.top + margin, self.right - margin, self.bottom - margin)

    def overlaps(self, other: "Box", margin: float = 0) -> bool:
        """Tell whether the boxes share more than a strip of `margin`."""
        return (
            self.left < other.right - margin
            and other.left < self.right - margin
            and self.top < other.bottom - margin
            and other.top < self.bottom - margin
        )

    def holds(self, other: "Box", slack: float = 0.6) -> bool:
        """Tell whether the other box lies inside this one."""
        return (
            other.left >= self.left - slack
            and other.top >= self.top - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )


class Segment(NamedTuple):
    """A straight piece of an edge."""

    start: Point
    end: Point

    @property
    def box(self) -> Box:
        """The smallest box around it."""
        (x, y), (u, v) = self
        return Box(min(x, u), min(y, v), max(x, u), max(y, v))

    @property
    def is_level(self) -> bool:
        """Whether it runs from side to side."""
        return self.start.y == self.end.y

    @property
    def is_upright(self) -> bool:
        """Whether it runs up or down."""
        return self.start.x == self.end.x

    def crosses(self, box: Box) -> bool:
        """Tell whether it runs through the inside of a box (Liang and Barsky's clipping)."""
        dx, dy = self.end.x - self.start.x, self.end.y - self.start.y
        enters, leaves = 0.0, 1.0
        for step, room in (
            (-dx, self.start.x - box.left),
            (dx, box.right - self.start.x),
            (-dy, self.start.y - box.top),
            (dy, box.bottom - self.start.y),
        ):
            if step == 0:
                if room < 0:
                    return False
            elif step < 0:
                enters = max(enters, room / step)
            else:
                leaves = min(leaves, room / step)
        return enters < leaves


class Grid:
    """Finds boxes near a box without looking at all of them."""

    _CELL = 400.0
    _MAX_CELLS = 2_500

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[str, Box]]] = {}
        self._everywhere: list[tuple[str, Box]] = []

    def add(self, key: str, box: Box) -> None:
        """Put a box into every cell that it touches; a giant one counts as near to all."""
        cells = self._cells_of(box)
        if cells is None:
            self._everywhere.append((key, box))
        else:
            for cell in cells:
                self._cells.setdefault(cell, []).append((key, box))

    def near(self, box: Box) -> dict[str, Box]:
        """Give the boxes in the cells that a box touches, by key."""
        cells = self._cells_of(box)
        found = dict(self._everywhere)
        for cell in self._cells if cells is None else cells:
            found.update(self._cells.get(cell, ()))
        return found

    def _cells_of(self, box: Box) -> list[tuple[int, int]] | None:
        left, top, right, bottom = (int(edge // self._CELL) for edge in box)
        if (right - left + 1) * (bottom - top + 1) > self._MAX_CELLS:
            return None
        return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def segments_of(points: tuple[Point, ...]) -> Iterator[Segment]:
    """Give the straight pieces between points, one after the other."""
    return (Segment(a, b) for a, b in pairwise(points))
