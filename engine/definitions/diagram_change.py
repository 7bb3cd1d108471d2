"""A diagram that is being changed without a modeller: its elements, and the drawing with them."""

from collections.abc import Sequence
from itertools import count

from lxml import etree

from engine.definitions import names
from engine.definitions.canonical import canonical_diagram
from engine.definitions.diagram import Element, Flow, Node, read_diagram
from engine.definitions.drawn import Drawing, route
from engine.definitions.layout.geometry import Box, Point
from engine.definitions.step_editing import StepGoneError

_GAP = 30.0


class DiagramChange:
    """One file; `nodes` and their flows are those that it had at the beginning."""

    def __init__(self, content: bytes) -> None:
        """Read the file.

        Raises:
            DocumentRefused: it cannot be read.
            NotBpmnError: it is no diagram.
        """
        self._diagram = read_diagram("", content)
        self.nodes = self._diagram.nodes
        self.drawing = Drawing(self._diagram)
        self._ids = {element.get("id") for element in self._diagram.root.iter(etree.Element)}

    def node(self, element_id: str) -> Node:
        """Return a flow node."""
        if element_id not in self.nodes:
            raise StepGoneError(element_id)
        return self.nodes[element_id]

    def written(self) -> bytes:
        """Give the file."""
        return canonical_diagram(etree.tostring(self._diagram.root))

    def free_id(self, wanted: str) -> str:
        """Take the first id that nothing else has, numbered from 1."""
        found = next(one for n in count(1) if (one := f"{wanted}_{n}") not in self._ids)
        self._ids.add(found)
        return found

    def stand_beside(self, known_id: str, new_id: str) -> None:
        """Put a new element into the lane of another."""
        for reference in self._references("flowNodeRef", known_id):
            beside = etree.Element(reference.tag)
            beside.text = new_id
            reference.addnext(beside)

    def make_room(
        self, after_id: str, new_id: str, way: Sequence[Point]
    ) -> tuple[Point, Point] | None:
        """Draw a new element beside another, on the side where the way goes on.

        Return where the way leaves the new one and where it comes in, when it goes straight on.
        """
        box = self.drawing.box(after_id)
        if box is None:
            return None
        by, level = box.width + _GAP, box.centre.y
        is_level = len(way) > 1 and way[0].y == way[1].y == level
        if is_level and way[1].x < box.left:
            self.drawing.make_room(box.left, by)
            self.drawing.set_box(new_id, box)
            return Point(box.left, level), Point(box.right, level)
        self.drawing.make_room(box.right + 1, by)
        self.drawing.set_box(new_id, Box(box.left + by, box.top, box.right + by, box.bottom))
        goes_right = is_level and way[1].x > box.right
        return (Point(box.right + by, level), Point(box.left + by, level)) if goes_right else None

    def connect(self, scope: Element, source_id: str, target_id: str) -> str:
        """Add a flow; return its id."""
        flow_id = f"Flow_{source_id}_{target_id}"
        flow_id = self.free_id(flow_id) if flow_id in self._ids else flow_id
        self._ids.add(flow_id)
        ends = {"sourceRef": source_id, "targetRef": target_id}
        etree.SubElement(scope, names.bpmn("sequenceFlow"), {"id": flow_id, **ends})
        self._note("outgoing", source_id, flow_id)
        self._note("incoming", target_id, flow_id)
        self._draw(flow_id, source_id, target_id)
        return flow_id

    def lead(self, flow: Flow, target_id: str, *, draws: bool = True) -> None:
        """Let a flow lead elsewhere."""
        if flow.target is not None:
            self._forget(flow.target.element, "incoming", flow.id)
        flow.element.set("targetRef", target_id)
        self._note("incoming", target_id, flow.id)
        if draws:
            self._draw(flow.id, flow.element.get("sourceRef", ""), target_id)

    def remove_flow(self, flow: Flow) -> None:
        """Take a flow out, and from where its ends name it."""
        for end, kind in ((flow.source, "outgoing"), (flow.target, "incoming")):
            if end is not None:
                self._forget(end.element, kind, flow.id)
                if end.element.get("default") == flow.id:
                    del end.element.attrib["default"]
        self._remove(flow.element)

    def remove_node(self, node: Node) -> None:
        """Take a node out, with its clocks and with what only they led to."""
        waiting, gone = list(node.boundary), {node.id}
        self._remove_alone(node)
        while waiting:
            one = waiting.pop()
            gone.add(one.id)
            after = [flow.target for flow in one.outgoing if flow.target is not None]
            self._remove_alone(one)
            for other in after:
                sources = {flow.source.id for flow in other.incoming if flow.source is not None}
                if other.id not in gone and sources <= gone:
                    waiting += [other, *other.boundary]

    def _remove_alone(self, node: Node) -> None:
        for flow in node.outgoing:
            self.remove_flow(flow)
        for reference in self._references("flowNodeRef", node.id):
            self._drop(reference)
        for line in ("association", "messageFlow"):
            for element in list(self._diagram.root.iter(names.bpmn(line))):
                if node.id in {element.get("sourceRef"), element.get("targetRef")}:
                    self._remove(element)
        self._remove(node.element)

    def _draw(self, flow_id: str, source_id: str, target_id: str) -> None:
        source, target = self.drawing.box(source_id), self.drawing.box(target_id)
        if source is not None and target is not None:
            self.drawing.set_line(flow_id, route(source, target))

    def _note(self, kind: str, node_id: str, flow_id: str) -> None:
        element = next(e for e, _ in self._elements() if e.get("id") == node_id)
        etree.SubElement(element, names.bpmn(kind)).text = flow_id

    def _forget(self, element: Element, kind: str, flow_id: str) -> None:
        for reference in list(element.iterchildren(names.bpmn(kind))):
            if names.text_of(reference) == flow_id:
                element.remove(reference)

    def _elements(self) -> list[tuple[Element, str]]:
        return [(e, k) for e in self._diagram.root.iter() if (k := names.kind(e))]

    def _references(self, kind: str, element_id: str) -> list[Element]:
        found = self._diagram.root.iter(names.bpmn(kind))
        return [one for one in found if names.text_of(one) == element_id]

    def _remove(self, element: Element) -> None:
        self.drawing.remove(element.get("id", ""))
        self._drop(element)

    def _drop(self, element: Element) -> None:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
