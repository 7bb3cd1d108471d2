"""One way to write a diagram, so that two files differ only where the procedures do.

Modellers write the same diagram in many ways: they change the order of shapes and references, the
prefixes of namespaces, and the white space. What is stored is always written like this.

What people chose stays: ids, names, texts, extension elements and their order, and the order of
steps, flows and lanes (the order of flows out of a gateway is that in which it asks). Comments of
XML are not kept; what people write belongs into the documentation of an element.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, count
from typing import Any

from engine.definitions import names
from engine.definitions.canonical_order import (
    attribute_rank,
    child_rank,
    drawing_rank,
    reference_rank,
)
from engine.definitions.safe_xml import read_xml
from engine.definitions.xml_writing import Element, namespaces_in, write_xml
from engine.spiff.document import DocumentRefused

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_TYPE = f"{{{_XSI}}}type"
_PREFIXES = {
    "http://www.omg.org/spec/BPMN/20100524/MODEL": "bpmn",
    "http://www.omg.org/spec/BPMN/20100524/DI": "bpmndi",
    "http://www.omg.org/spec/DD/20100524/DC": "dc",
    "http://www.omg.org/spec/DD/20100524/DI": "di",
    _XSI: "xsi",
    "http://camunda.org/schema/1.0/bpmn": "camunda",
    "http://camunda.org/schema/modeler/1.0": "modeler",
}
# Source: BPMN 2.0.2, attributes with a default. bpmn-js leaves them out.
_DEFAULTS = {
    "cancelActivity": "true",
    "isInterrupting": "true",
    "isForCompensation": "false",
    "isSequential": "false",
    "triggeredByEvent": "false",
    "parallelMultiple": "false",
    "instantiate": "false",
    "startQuantity": "1",
    "completionQuantity": "1",
    "gatewayDirection": "Unspecified",
    "associationDirection": "None",
    "isClosed": "false",
    "typeLanguage": "http://www.w3.org/2001/XMLSchema",
    "expressionLanguage": "http://www.w3.org/1999/XPath",
}
# Which program saved the file last says nothing about the procedure.
_TRACES = ("exporter", "exporterVersion")
_FREE_TEXT = frozenset({"documentation", "text", "script"})
_COORDINATES = ("x", "y", "width", "height")
_DRAWING = frozenset(map(names.bpmn_di, ("BPMNDiagram", "BPMNShape", "BPMNEdge", "BPMNLabel")))


def canonical_diagram(content: bytes) -> bytes:
    """Write a BPMN file in the one form that is stored; give it back as it is if it is none.

    Reading the result gives the same procedure and, to a tenth of a pixel, the same drawing.
    Writing it again changes nothing.
    """
    try:
        root = read_xml(content)
    except DocumentRefused:
        return content
    if root.tag != names.bpmn("definitions"):
        return content
    prefixes = _prefixes_of(root)
    for element in root.iter():
        _tidy(element, prefixes)
    _drop_empty_labels(root)
    _sort(root)
    return write_xml(root, prefixes, lambda name: attribute_rank(name, prefixes))


def _prefixes_of(root: Element) -> Mapping[str, str]:
    """Choose the prefixes: ours, then the file's own in the order of the alphabet."""
    own = {uri: prefix for prefix, uri in root.nsmap.items() if prefix}
    taken = set(_PREFIXES.values())
    chosen: dict[str, str] = {}
    for uri in sorted((own.keys() | namespaces_in(root)) - _PREFIXES.keys()):
        wanted = own.get(uri, "ns")
        numbered = (f"{wanted}{number}" for number in count(1))
        chosen[uri] = next(name for name in chain([wanted], numbered) if name not in taken)
        taken.add(chosen[uri])
    return _PREFIXES | dict(sorted(chosen.items(), key=lambda entry: entry[1]))


def _tidy(element: Element, prefixes: Mapping[str, str]) -> None:
    if names.kind(element):
        for name in [name for name, value in element.items() if _is_idle(str(name), value)]:
            del element.attrib[name]
        if not len(element) and names.kind(element) not in _FREE_TEXT:
            element.text = (element.text or "").strip()
    if element.tag in {names.bounds(), names.waypoint()}:
        for name in _COORDINATES:
            if (written := element.get(name)) is not None:
                element.set(name, _rounded(written))
    _write_type(element, prefixes)


def _is_idle(name: str, value: object) -> bool:
    return name in _TRACES or _DEFAULTS.get(name) == value


def _write_type(element: Element, prefixes: Mapping[str, str]) -> None:
    """Write an `xsi:type`, whose text holds a prefix, with the prefix that is ours."""
    prefix, _, name = element.get(_TYPE, "").strip().rpartition(":")
    uri = element.nsmap.get(prefix or None, "")
    if name and uri in prefixes:
        element.set(_TYPE, f"{prefixes[uri]}:{name}")


def _rounded(text: str) -> str:
    try:
        value = round(float(text), 1)
    except (ValueError, OverflowError):
        return text
    return f"{value:g}" if abs(value) < 100_000 else text  # noqa: PLR2004 - `g` keeps six digits


def _drop_empty_labels(root: Element) -> None:
    """Take out labels without a place: bpmn-js writes them, and they say nothing."""
    for label in list(root.iter(names.bpmn_di("BPMNLabel"))):
        parent = label.getparent()
        if parent is not None and not len(label) and not label.attrib:
            parent.remove(label)


def _sort(root: Element) -> None:
    # A list each: a tree must not be changed while it is walked over.
    for element in list(root.iter()):
        if element.tag != names.bpmn("extensionElements") and _is_ours_to_sort(element):
            _reorder(element, child_rank)
    places = {identity: place for place, identity in enumerate(_identities(root))}
    for element in list(root.iter()):
        if element.tag == names.bpmn_di("BPMNPlane"):
            _reorder(element, lambda child: drawing_rank(child, places))
        elif names.kind(element) and element.tag != names.bpmn("extensionElements"):
            _reorder(element, lambda child: reference_rank(child, places))


def _is_ours_to_sort(element: Element) -> bool:
    return bool(names.kind(element)) or element.tag in _DRAWING


def _identities(root: Element) -> Iterator[str]:
    return (str(element.get("id")) for element in root.iter() if element.get("id"))


def _reorder(element: Element, rank: Callable[[Element], Any]) -> None:
    children = list(element)
    ordered = sorted(children, key=rank)
    if ordered != children:
        element[:] = ordered
