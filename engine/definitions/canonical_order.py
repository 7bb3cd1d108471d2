"""In which order a diagram's elements, attributes and drawing are written."""

from collections.abc import Mapping

from lxml import etree

from engine.definitions import names
from engine.definitions.xml_writing import Element

_FIRST_ATTRIBUTES = ("id", "name", "x", "y", "width", "height")
# Source: the sequences of the XML schemas of BPMN 2.0.2, one after the other. Steps and all that
# is not named here stand between the laneSet and the sequence flows, in the order of the file.
_BEFORE_STEPS = (
    "import",
    "extension",
    "documentation",
    "extensionElements",
    "auditing",
    "monitoring",
    "categoryValueRef",
    "partitionElement",
    "flowNodeRef",
    "incoming",
    "outgoing",
    "ioSpecification",
    "property",
    "dataInput",
    "dataOutput",
    "dataInputAssociation",
    "dataOutputAssociation",
    "inputSet",
    "outputSet",
    "performer",
    "humanPerformer",
    "potentialOwner",
    "loopCardinality",
    "loopDataInputRef",
    "loopDataOutputRef",
    "inputDataItem",
    "outputDataItem",
    "completionCondition",
    "multiInstanceLoopCharacteristics",
    "standardLoopCharacteristics",
    "collaboration",
    "itemDefinition",
    "dataStore",
    "message",
    "signal",
    "error",
    "escalation",
    "participant",
    "messageFlow",
    "laneSet",
)
_AFTER_STEPS = ("sequenceFlow", "textAnnotation", "association", "group")
_LAST = ("conditionExpression", "childLaneSet", "supports", "relationship")
_RANKS = {
    **{kind: place - 1_000 for place, kind in enumerate(_BEFORE_STEPS)},
    **{kind: place + 1 for place, kind in enumerate(_AFTER_STEPS + _LAST)},
}
_REFERENCES = frozenset({"flowNodeRef", "incoming", "outgoing"})
_DRAWN = ("extension", "BPMNShape", "Bounds", "BPMNEdge", "waypoint", "BPMNLabel", "BPMNPlane")
_NOWHERE = 1_000_000


def attribute_rank(full_name: str, prefixes: Mapping[str, str]) -> tuple[int, int, str, str]:
    """Place an attribute: BPMN's own, `id` and `name` first, then those of extensions."""
    name = etree.QName(full_name)
    if name.namespace:
        return (1, 0, prefixes.get(name.namespace, ""), name.localname)
    first = _FIRST_ATTRIBUTES
    return (0, first.index(full_name) if full_name in first else len(first), "", full_name)


def child_rank(child: Element) -> int:
    """Place an element of BPMN, or of its drawing, among those beside it."""
    kind = names.kind(child)
    if kind:
        return _RANKS.get(kind, 0)
    name = etree.QName(child).localname
    is_drawing = child.tag in {names.bpmn_di(name), names.bounds(), names.waypoint()}
    return 1_000 + _DRAWN.index(name) if is_drawing and name in _DRAWN else 1_000


def reference_rank(child: Element, places: Mapping[str, int]) -> tuple[int, int]:
    """Place a reference to a step or a flow as what it names; all else stays where it is."""
    is_reference = names.kind(child) in _REFERENCES
    return child_rank(child), places.get(names.text_of(child), _NOWHERE) if is_reference else 0


def drawing_rank(child: Element, places: Mapping[str, int]) -> tuple[int, bool, int]:
    """Place a shape or an edge of the drawing as what it draws: frames, other shapes, edges."""
    is_frame = child.get("isHorizontal") is not None or child.get("isExpanded") == "true"
    drawn = places.get(child.get("bpmnElement", ""), _NOWHERE)
    return child_rank(child), not is_frame, drawn
