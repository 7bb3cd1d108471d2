"""What an element says, flattened to texts by name: so that no difference goes unseen."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from engine.definitions import names
from engine.definitions.diagram import Element

_NOT_ITS_OWN = frozenset(
    {"incoming", "outgoing", "flowNodeRef", "laneSet", "childLaneSet", "documentation"}
)
"""What others say of it, or what is read apart."""
OWNERS = frozenset({"definitions", "process", "collaboration"})
"""Elements whose children with an id are things of their own, beside sub-processes."""
_EDITORS = frozenset({"exporter", "exporterVersion", "executionPlatform", "targetNamespace"})


def facts_of(element: Element) -> dict[str, str]:
    """Return everything that an element says except id, name and documentation.

    Names are paths such as `timerEventDefinition/timeDuration`; `property:NAME` is a Camunda
    property, `in:TARGET` and `out:TARGET` are the mappings of a call.
    """
    return dict(_facts(element, ""))


def _facts(element: Element, path: str) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        local = etree.QName(name).localname
        if local not in _EDITORS and local != "id" and (path or local != "name"):
            yield f"{path}{local}", str(value).strip()
    children = [child for child in element if isinstance(child.tag, str)]
    if path and element.text and element.text.strip():
        yield path.rstrip("/"), " ".join(element.text.split())
    seen: Counter[str] = Counter()
    for child in children:
        local = etree.QName(child).localname
        if local == "extensionElements":
            yield from _extensions(child)
        elif local not in _NOT_ITS_OWN and not stands_alone(element, child):
            seen[local] += 1
            again = f"[{seen[local]}]" if seen[local] > 1 else ""
            yield f"{path}{local}{again}", ""
            yield from _facts(child, f"{path}{local}{again}/")


def stands_alone(owner: Element, child: Element) -> bool:
    """Tell whether a child is a thing of its own, and no part of what its owner says."""
    kind, inner = names.kind(owner), names.kind(child)
    if kind in {"laneSet", "childLaneSet"}:
        return inner == "lane"
    if kind not in OWNERS and kind not in names.SUB_PROCESSES:
        return False
    if inner in names.FLOW_NODES | {"sequenceFlow"}:
        return True
    return bool(inner and child.get("id")) and not inner.endswith("Characteristics")


def _extensions(container: Element) -> Iterator[tuple[str, str]]:
    for child in container:
        if child.tag == names.camunda("properties"):
            for entry in child.iterchildren(names.camunda("property")):
                yield f"property:{entry.get('name', '')}", entry.get("value", "").strip()
        elif child.tag in {names.camunda("in"), names.camunda("out")}:
            yield _mapping(child)
        elif isinstance(child.tag, str):
            local = etree.QName(child).localname
            yield f"extension:{local}", etree.tostring(child, encoding="unicode").strip()


def _mapping(element: Element) -> tuple[str, str]:
    direction = etree.QName(element).localname
    if element.get("variables") is not None:
        return f"{direction}:*", element.get("variables", "")
    written = element.get("sourceExpression")
    source = written if written is not None else f"={element.get('source', '')}"
    return f"{direction}:{element.get('target', element.get('businessKey', ''))}", source.strip()
