"""The drawing: what stands elsewhere, seen from the lane or part that it stands in."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from engine.definitions.comparison.difference import Change, Difference, Kind, Place
from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.item import Item
from engine.definitions.comparison.pair import DRAWING, Pair, Spot
from engine.definitions.comparison.words import called
from engine.definitions.layout.geometry import Box
from engine.definitions.layout.plane import Edge, Plane, Shape, read_plane
from engine.english import counted

_FRAMES = frozenset({"participant", "lane"})


class _Where(NamedTuple):
    """Where a shape is: offset from what it stands in, and its size, in whole pixels."""

    left: int
    top: int
    width: int
    height: int
    beside: tuple[int, ...]
    """Where its label is, from its own corner; empty without one."""


def compare(pair: Pair) -> Iterator[Difference]:
    """Compare the drawings: a step that only moved along with its lane has not moved."""
    before, after = _shapes(pair.old), _shapes(pair.new)
    pairs = (*pair.nodes.pairs, *pair.lanes.pairs, *pair.rest.pairs)
    for old, new in pairs:
        one, other = before.get(old.key), after.get(new.key)
        if one is None and other is None:
            continue
        spot = _moved(pair.spot(old, new))
        if one is None or other is None:
            words = f"{called(new)} {'is now drawn' if other else 'is not drawn any more'}"
            yield spot.note(Kind.LAYOUT, "drawn", (_place(one), _place(other)), words, DRAWING)
        elif _where(pair.old, old, before) != _where(pair.new, new, after):
            same_size = one.box.width == other.box.width and one.box.height == other.box.height
            words = (
                f"{called(new)} {'stands elsewhere' if same_size else 'has another size or place'}"
            )
            yield spot.note(Kind.LAYOUT, "place", (_place(one), _place(other)), words, DRAWING)
    yield from _edges(pair)


def _moved(spot: Spot) -> Spot:
    return Spot(spot.place, Change.MOVED, (), spot.touched_old, spot.touched_new)


def _planes(edition: Edition) -> Iterator[Plane]:
    return (read_plane(diagram) for diagram in edition.subject.diagrams)


def _shapes(edition: Edition) -> dict[str, Shape]:
    return {key: shape for plane in _planes(edition) for key, shape in plane.shapes.items()}


def _where(edition: Edition, item: Item, shapes: Mapping[str, Shape]) -> _Where:
    box = shapes[item.key].box
    home = _home(edition, item, shapes)
    left, top = (home.left, home.top) if home else (0.0, 0.0)
    down = box.top - top
    if item.kind == "lane":
        # A lane moves down when one above it grows; what counts is how many stand above.
        down = sum(shapes[key].box.top < box.top for key in edition.lanes if key in shapes)
    size = (round(box.width), round(box.height))
    beside = _beside(shapes[item.key].label, box.left, box.top)
    return _Where(round(box.left - left), round(down), *size, beside)


def _beside(label: Box | None, x: float, y: float) -> tuple[int, ...]:
    if label is None:
        return ()
    return tuple(map(round, (label.left - x, label.top - y, label.width, label.height)))


def _home(edition: Edition, item: Item, shapes: Mapping[str, Shape]) -> Box | None:
    """Return the box of what a thing stands on or in: its step, its part, its lane or the frame."""
    lane = edition.lane_of(item) if item.is_node and item.parent not in edition.nodes else None
    keys = [
        item.host,
        item.parent if item.parent in edition.nodes else "",
        lane.key if lane else "",
    ]
    keys += [] if item.is_node or item.kind in _FRAMES else [_lane_around(edition, item, shapes)]
    keys += [edition.frame_of(item.process)] if item.kind != "participant" else []
    return next((shapes[key].box for key in keys if key in shapes), None)


def _lane_around(edition: Edition, item: Item, shapes: Mapping[str, Shape]) -> str:
    """Return the lane in which a note lies in the drawing: it belongs to none."""
    centre = shapes[item.key].box.centre
    for key in edition.lanes:
        box = shapes[key].box if key in shapes else None
        if box and box.left <= centre.x <= box.right and box.top <= centre.y <= box.bottom:
            return key
    return ""


def _place(shape: Shape | None) -> str:
    if shape is None:
        return "not drawn"
    box = shape.box
    return f"{box.left:.0f}, {box.top:.0f} ({box.width:.0f} × {box.height:.0f})"


def _edges(pair: Pair) -> Iterator[Difference]:
    """Say once for each diagram how many arrows run differently: they follow what they join."""
    before = {key: edge for plane in _planes(pair.old) for key, edge in plane.edges.items()}
    after = {key: edge for plane in _planes(pair.new) for key, edge in plane.edges.items()}
    differing: dict[str, list[tuple[Item, Item]]] = {}
    for old, new in (*pair.flows.pairs, *pair.rest.pairs):
        one, other = before.get(old.key), after.get(new.key)
        if _run(one) != _run(other):
            differing.setdefault(new.file, []).append((old, new))
    for file, found in differing.items():
        spot = Spot(
            Place("file", file, file, file),
            Change.MOVED,
            (),
            tuple(old.key for old, _ in found),
            tuple(new.key for _, new in found),
        )
        words = f"In {file}, {counted(len(found), 'arrow is', 'arrows are')} drawn differently"
        yield spot.note(Kind.LAYOUT, "arrows", ("", ""), words, DRAWING)


def _run(edge: Edge | None) -> tuple[object, ...]:
    """Return how an arrow runs, from its own beginning: it may move along with what it joins."""
    if edge is None:
        return ()
    x, y = edge.points[0]
    label = edge.label
    beside = _beside(label, x, y)
    return (*((round(point.x - x), round(point.y - y)) for point in edge.points), beside)
