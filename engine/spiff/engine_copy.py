"""The part of a diagram that SpiffWorkflow gets to see.

Names, texts, lanes, data objects, extensions and the drawing stay out: Concord reads them itself,
and SpiffWorkflow's parser stumbles over several of them.
"""

from copy import deepcopy

from lxml import etree

from engine.spiff.describing import FLOW_NODES
from engine.spiff.names import BPMN, bpmn

_LEFT_OUT = (
    "collaboration",
    "laneSet",
    "documentation",
    "extensionElements",
    "textAnnotation",
    "association",
    "group",
    "dataObject",
    "dataObjectReference",
    "dataStore",
    "dataStoreReference",
    "ioSpecification",
    "dataInputAssociation",
    "dataOutputAssociation",
    "property",
    "incoming",
    "outgoing",
)


def copy_for_engine(definitions: etree._Element) -> etree._Element:
    """Return a copy of a file with nothing in it but what runs."""
    copy = deepcopy(definitions)
    for node in [*copy.iter(*map(bpmn, _LEFT_OUT)), *_foreign(copy), *_not_run(copy)]:
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)
    for node in copy.iter(*map(bpmn, FLOW_NODES)):
        node.attrib.pop("name", "")
    for start in copy.iter(bpmn("startEvent")):
        # Who starts a process by a message does so by name; then the start event is a plain one.
        for message in list(start.iterchildren(bpmn("messageEventDefinition"))):
            start.remove(message)
    for loop in copy.iter(bpmn("multiInstanceLoopCharacteristics")):
        _name_a_collection(loop)
    return copy


def is_run(process: etree._Element) -> bool:
    """Tell whether a process is meant to be run; others are drawn for people only."""
    return process.get("isExecutable", "true") == "true"


def _foreign(copy: etree._Element) -> list[etree._Element]:
    return [child for child in copy if etree.QName(child).namespace != BPMN]


def _not_run(copy: etree._Element) -> list[etree._Element]:
    return [process for process in copy.iterchildren(bpmn("process")) if not is_run(process)]


def _name_a_collection(loop: etree._Element) -> None:
    # SpiffWorkflow wants the name of a variable; ours is an expression, read elsewhere.
    for child in list(loop):
        loop.remove(child)
    etree.SubElement(loop, bpmn("loopDataInputRef")).text = "collection"
