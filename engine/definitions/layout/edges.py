"""Flaws of edges: loose ends, ways through shapes, slopes, bends, edges upon edges."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.layout.finding import Finding
from engine.definitions.layout.geometry import Box, Grid, Point, Segment
from engine.definitions.layout.plane import Edge, Plane, Shape

_MOST_BENDS = 4
_SHARED_RUN = 12
_SAME_LINE = 4
_FLOWS = frozenset({"sequenceFlow", "messageFlow"})


def find_edge_flaws(plane: Plane) -> Iterator[Finding]:
    """Judge how the edges run."""
    grid = Grid()
    for shape in plane.shapes.values():
        if not shape.is_container or shape.is_frame:
            grid.add(shape.id, shape.box)
    for edge in plane.edges.values():
        yield from _loose_ends(edge, plane)
        yield from _shape_of_edge(edge)
        yield from _through_shapes(edge, plane, grid)
    yield from _upon_each_other(plane)


def _loose_ends(edge: Edge, plane: Plane) -> Iterator[Finding]:
    ends = ((edge.points[0], edge.source), (edge.points[-1], edge.target))
    for point, id_ in ends:
        shape = plane.shapes.get(id_)
        if shape is not None and not _is_docked(point, shape.box):
            yield Finding(edge.element, f"It does not end on the border of {id_}.")


def _is_docked(point: Point, box: Box) -> bool:
    place = Box(*point, *point)
    inside = box.shrunk(2)
    deep = inside.left < point.x < inside.right and inside.top < point.y < inside.bottom
    return box.shrunk(-1).holds(place) and not deep


def _shape_of_edge(edge: Edge) -> Iterator[Finding]:
    if edge.kind not in _FLOWS:
        return
    if any(not (piece.is_level or piece.is_upright) for piece in edge.segments):
        yield Finding(edge.element, "It runs aslant.")
    if len(edge.points) - 2 > _MOST_BENDS:
        yield Finding(edge.element, f"It has {len(edge.points) - 2} bends.")


def _through_shapes(edge: Edge, plane: Plane, grid: Grid) -> Iterator[Finding]:
    frames_around = _frames_around(edge, plane)
    touched: set[str] = set()
    for piece in edge.segments:
        for id_ in grid.near(piece.box):
            shape = plane.shapes[id_]
            is_known = id_ in touched or id_ in frames_around
            if not is_known and _runs_through(edge, piece, shape, plane):
                touched.add(id_)
                yield Finding(edge.element, f"It runs through {id_}.")


def _runs_through(edge: Edge, piece: Segment, shape: Shape, plane: Plane) -> bool:
    source = plane.shapes.get(edge.source)
    if source and source.element.get("attachedToRef") == shape.id and piece is edge.segments[0]:
        return False
    if shape.id in {edge.source, edge.target}:
        return piece.crosses(shape.box.shrunk(3))
    margin = -2 if edge.kind in _FLOWS else 1
    return piece.crosses(shape.box.shrunk(margin))


def _frames_around(edge: Edge, plane: Plane) -> set[str | None]:
    """Give the frames in which the edge, its source or its target stand: it may run there."""
    ends = [plane.shapes[i].element for i in (edge.source, edge.target) if i in plane.shapes]
    return {
        ancestor.get("id")
        for element in (edge.element, *ends)
        for ancestor in element.iterancestors()
        if names.kind(ancestor) in names.SUB_PROCESSES
    }


def _upon_each_other(plane: Plane) -> Iterator[Finding]:
    pieces: dict[str, tuple[Edge, Segment]] = {}
    grid = Grid()
    reported: set[tuple[str, str]] = set()
    for edge in plane.edges.values():
        for piece in edge.segments:
            for key in grid.near(piece.box.shrunk(-_SAME_LINE)):
                other, other_piece = pieces[key]
                pair = (edge.id, other.id)
                is_shared = edge is not other and edge.target != other.target
                if is_shared and pair not in reported and _shared(piece, other_piece):
                    reported.add(pair)
                    yield Finding(edge.element, f"It runs on top of {other.id}.")
        for number, piece in enumerate(edge.segments):
            key = f"{edge.id} {number}"
            pieces[key] = (edge, piece)
            grid.add(key, piece.box)


def _shared(one: Segment, two: Segment) -> bool:
    a, b = one.box, two.box
    if one.is_level and two.is_level:
        run = min(a.right, b.right) - max(a.left, b.left)
        return abs(a.top - b.top) < _SAME_LINE and run > _SHARED_RUN
    if one.is_upright and two.is_upright:
        run = min(a.bottom, b.bottom) - max(a.top, b.top)
        return abs(a.left - b.left) < _SAME_LINE and run > _SHARED_RUN
    return False
