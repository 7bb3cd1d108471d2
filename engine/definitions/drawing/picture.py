"""Puts a picture together, back to front: lanes, frames, flows, shapes, labels, marks."""

from collections.abc import Collection, Mapping

from engine.definitions import names
from engine.definitions.diagram import Element, read_diagram
from engine.definitions.drawing.canvas import add, add_text, add_title, as_markup, new_picture
from engine.definitions.drawing.changes import (
    CHANGE_DASHES,
    CHANGE_LOOKS,
    CHANGE_WORDS,
    ChangeMark,
    draw_change_mark,
)
from engine.definitions.drawing.edges import draw_changed_edge, draw_edge
from engine.definitions.drawing.heat import Heat, draw_badge, look_of
from engine.definitions.drawing.look import (
    KIND_WORDS,
    PAPER,
    PLAIN,
    STATE_LOOKS,
    STATE_WORDS,
    DrawnState,
)
from engine.definitions.drawing.marks import draw_count, draw_state_mark
from engine.definitions.drawing.nodes import draw_label, draw_shape
from engine.definitions.layout.geometry import Box
from engine.definitions.layout.plane import Edge, Plane, Shape, read_plane

_MARGIN = 20
_EMPTY = Box(0, 0, 480, 80)
_TEXT_INSIDE = names.TASKS | {"callActivity", "participant", "lane", "textAnnotation", "group"}
_NO_LINKS: Mapping[str, str] = {}
_NO_COUNTS: Mapping[str, int] = {}
_NO_CHANGES: Mapping[str, ChangeMark] = {}
_NO_HEATS: Mapping[str, Heat] = {}


def draw_diagram(
    xml: bytes,
    *,
    states: Mapping[str, DrawnState],
    taken: Collection[str] = (),
    counts: Mapping[str, int] = _NO_COUNTS,
    links: Mapping[str, str] = _NO_LINKS,
    label: str | None = None,
) -> str:
    """Draw a BPMN file as SVG, with the state of each element.

    `taken` are ids of sequence flows, `counts` numbers of instances by element id, `links`
    addresses by element id, `label` the accessible name (otherwise the name of the process).

    Raises:
        DocumentRefused: the file is not XML, or not safe to read.
        NotBpmnError: the file is XML of another kind.
    """
    diagram = read_diagram("", xml)
    plane = read_plane(diagram)
    titles = [names.one_line(process.get("name")) for process in diagram.processes]
    label = label or f"Diagram: {next(filter(None, titles), 'procedure')}"
    svg = new_picture(_bounds(plane), label, has_links=bool(links))
    if plane.is_empty:
        add_text(svg, "This diagram has no layout, so it cannot be drawn.", _EMPTY, 14)
    else:
        _Picture(svg, states, counts, links).draw(plane, set(taken))
    return as_markup(svg)


def draw_changes(
    xml: bytes,
    changes: Mapping[str, ChangeMark],
    *,
    links: Mapping[str, str] = _NO_LINKS,
    label: str,
) -> str:
    """Draw a BPMN file as SVG, with what differs from another version marked.

    `changes` are marks by id of elements and flows, `links` addresses by element id.

    Raises:
        DocumentRefused: the file is not XML, or not safe to read.
        NotBpmnError: the file is XML of another kind.
    """
    plane = read_plane(read_diagram("", xml))
    svg = new_picture(_bounds(plane), label, has_links=bool(links))
    if plane.is_empty:
        add_text(svg, "This diagram has no layout, so it cannot be drawn.", _EMPTY, 14)
    else:
        _Picture(svg, {}, _NO_COUNTS, links, changes).draw(plane, set())
    return as_markup(svg)


def draw_heat(
    xml: bytes,
    heats: Mapping[str, Heat],
    *,
    counts: Mapping[str, int] = _NO_COUNTS,
    links: Mapping[str, str] = _NO_LINKS,
    label: str,
) -> str:
    """Draw a BPMN file as SVG, with how long each step takes.

    `heats` are by element id, `counts` numbers of what is open there, `links` addresses.

    Raises:
        DocumentRefused: the file is not XML, or not safe to read.
        NotBpmnError: the file is XML of another kind.
    """
    plane = read_plane(read_diagram("", xml))
    svg = new_picture(_bounds(plane), label, has_links=bool(links))
    if plane.is_empty:
        add_text(svg, "This diagram has no layout, so it cannot be drawn.", _EMPTY, 14)
    else:
        _Picture(svg, {}, counts, links, heats=heats).draw(plane, set())
    return as_markup(svg)


def _bounds(plane: Plane) -> Box:
    boxes = [shape.box for shape in plane.shapes.values()]
    boxes += [Box(*point, *point) for edge in plane.edges.values() for point in edge.points]
    drawn: tuple[Shape | Edge, ...] = (*plane.shapes.values(), *plane.edges.values())
    boxes += [item.label for item in drawn if item.label is not None]
    if not boxes:
        return _EMPTY
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms)).shrunk(-_MARGIN)


class _Picture:
    """What every part of the drawing needs to know."""

    def __init__(
        self,
        svg: Element,
        states: Mapping[str, DrawnState],
        counts: Mapping[str, int],
        links: Mapping[str, str],
        changes: Mapping[str, ChangeMark] = _NO_CHANGES,
        heats: Mapping[str, Heat] = _NO_HEATS,
    ) -> None:
        self._changes = changes
        self._heats = heats
        self._defaults: set[str | None] = set()
        self._svg = svg
        self._states = states
        self._counts = counts
        self._links = links

    def draw(self, plane: Plane, taken: set[str]) -> None:
        self._defaults = {shape.element.get("default") for shape in plane.shapes.values()}
        box = _bounds(plane)
        add(
            self._svg,
            "rect",
            x=box.left,
            y=box.top,
            width=box.width,
            height=box.height,
            fill=PAPER,
            class_="bpmn-paper",
        )
        shapes = plane.shapes.values()
        for shape in (s for s in shapes if s.is_container):
            self._shape(shape)
        for edge in sorted(plane.edges.values(), key=lambda edge: edge.id in taken):
            self._edge(edge, is_taken=edge.id in taken)
        solid = [shape for shape in shapes if not shape.is_container]
        for shape in sorted(solid, key=lambda shape: shape.kind == "boundaryEvent"):
            self._shape(shape)
        drawn: tuple[Shape | Edge, ...] = (*shapes, *plane.edges.values())
        for item in drawn:
            if item.label is not None and item.name and item.kind not in _TEXT_INSIDE:
                draw_label(self._svg, item.name, item.label)
        for shape in shapes:
            self._marks(shape)

    def _shape(self, shape: Shape) -> None:
        group = self._group(shape)
        state, change = self._states.get(shape.id), self._changes.get(shape.id)
        look = PLAIN if state is None else STATE_LOOKS[state]
        if change is not None:
            look = CHANGE_LOOKS[change]
            # A lane full of colour would hide which of its steps differ.
            look = look._replace(fill=PAPER) if shape.is_container else look
        if shape.id in self._heats:
            look = look_of(self._heats[shape.id])
        draw_shape(group, shape, look)
        if change in CHANGE_DASHES:
            for outline in group.iter("{*}rect", "{*}polygon"):
                outline.set("stroke-dasharray", CHANGE_DASHES[change])

    def _edge(self, edge: Edge, *, is_taken: bool) -> None:
        group = self._group(edge, "is-taken" if is_taken else "")
        change = self._changes.get(edge.id)
        if change is None:
            is_untouched = self._states.get(edge.id) == "untouched"
            draw_edge(
                group,
                edge,
                is_taken=is_taken,
                is_default=edge.id in self._defaults,
                is_untouched=is_untouched,
            )
        else:
            draw_changed_edge(group, edge, change, is_default=edge.id in self._defaults)

    def _group(self, item: Shape | Edge, more: str = "") -> Element:
        state = self._states.get(item.id)
        change = self._changes.get(item.id, "")
        mark = f"is-{state or change}" if state or change else ""
        classes = f"bpmn-{item.kind} {mark} {more}".split()
        parent = self._svg
        if item.id in self._links:
            parent = add(parent, "a", href=self._links[item.id], class_="bpmn-link")
        group = add(parent, "g", class_=" ".join(classes), data_element_id=item.id)
        title = self._title(item)
        if title:
            add_title(group, title)
        return group

    def _title(self, item: Shape | Edge) -> str:
        state, count = self._states.get(item.id), self._counts.get(item.id)
        parts = [KIND_WORDS.get(item.kind, ""), item.name]
        parts += [STATE_WORDS[state]] if state else []
        parts += [CHANGE_WORDS[self._changes[item.id]]] if item.id in self._changes else []
        parts += [self._heats[item.id].words] if item.id in self._heats else []
        parts += [f"{count} open"] if count else []
        return ": ".join(part for part in parts[:2] if part) + "".join(f", {p}" for p in parts[2:])

    def _marks(self, shape: Shape) -> None:
        state, count = self._states.get(shape.id), self._counts.get(shape.id)
        if state is not None:
            draw_state_mark(self._svg, state, shape.box)
        if shape.id in self._changes:
            draw_change_mark(self._svg, self._changes[shape.id], shape.box)
        if shape.id in self._heats:
            draw_badge(self._svg, self._heats[shape.id], shape.box)
        if count:
            draw_count(self._svg, count, shape.box)
