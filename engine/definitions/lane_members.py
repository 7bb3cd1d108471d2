"""Which steps stand in which lane, those inside sub-processes included."""

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element, Node


def lanes_with_nodes(diagram: Diagram) -> list[tuple[Element, list[Node]]]:
    """Give every lane with its nodes; what stands in a sub-process belongs to that one's lane."""
    members: list[tuple[Element, list[Node]]] = [(lane, []) for lane in diagram.lanes]
    lane_of: dict[Element, list[Node]] = {}
    of_id: dict[str, list[Node]] = {}
    for lane, nodes in members:
        of_id.update(
            (names.text_of(reference), nodes)
            for reference in lane.iterchildren(names.bpmn("flowNodeRef"))
        )
    for node in diagram.nodes.values():
        # A sub-process stands in the file before what is in it.
        found = of_id.get(node.id, lane_of.get(node.scope))
        if found is not None:
            found.append(node)
            lane_of[node.element] = found
    return members
