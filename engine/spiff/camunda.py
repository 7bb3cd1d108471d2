"""Reads the Camunda extensions that Concord's diagrams carry."""

from collections.abc import Iterator
from types import MappingProxyType

from lxml import etree

from engine.spiff.element import Assignment, Mappings, MultiInstance
from engine.spiff.names import bpmn, camunda, text_of


def properties_of(node: etree._Element) -> MappingProxyType[str, str]:
    """Return the `camunda:properties` of a node, by name; the last of a name wins."""
    found = (
        (entry.get("name"), entry.get("value", ""))
        for group in _extensions(node, "properties")
        for entry in group.iterchildren(camunda("property"))
    )
    return MappingProxyType({name: value for name, value in found if name})


def mappings_of(node: etree._Element) -> Mappings:
    """Return what a call activity hands over (`camunda:in`) and takes back (`camunda:out`)."""
    handed, returned = list(_extensions(node, "in")), list(_extensions(node, "out"))
    return Mappings(
        sees_all=any(entry.get("variables") == "all" for entry in handed),
        returns_all=any(entry.get("variables") == "all" for entry in returned),
        inputs=tuple(map(_assignment, filter(_names_a_target, handed))),
        outputs=tuple(map(_assignment, filter(_names_a_target, returned))),
    )


def multi_instance_of(node: etree._Element) -> MultiInstance | None:
    """Return how often an activity is done, or None for once."""
    loop = node.find(bpmn("multiInstanceLoopCharacteristics"))
    if loop is None:
        return None
    properties = properties_of(node)
    return MultiInstance(
        collection=expression_in(loop.get(camunda("collection")) or ""),
        element_variable=loop.get(camunda("elementVariable")) or None,
        output_collection=properties.get("outputCollection") or None,
        completion_condition=expression_in(text_of(loop.find(bpmn("completionCondition"))) or "")
        or None,
    )


def expression_in(text: str) -> str:
    """Return the FEEL of a text, without the leading `=` that marks it."""
    return text.strip().removeprefix("=").strip()


def _extensions(node: etree._Element, name: str) -> Iterator[etree._Element]:
    for extensions in node.iterchildren(bpmn("extensionElements")):
        yield from extensions.iterchildren(camunda(name))


def _names_a_target(entry: etree._Element) -> bool:
    return entry.get("variables") is None and entry.get("businessKey") is None


def _assignment(entry: etree._Element) -> Assignment:
    written = entry.get("sourceExpression")
    expression = entry.get("source", "") if written is None else expression_in(written)
    return Assignment(expression.strip(), entry.get("target", "").strip())
