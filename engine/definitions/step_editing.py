"""Changes a step in a diagram's file without drawing: what the table of steps offers."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine.definitions import names
from engine.definitions.canonical import canonical_diagram
from engine.definitions.diagram import Diagram, Element, read_diagram
from engine.definitions.each_agency import mark_for_side
from engine.definitions.limits import Limit, write_limit

_PROPERTIES = ("agencySide", "recipients", "clauses")


@dataclass(frozen=True)
class ClockEdit:
    """A changed limit. `limit` is None where it stays as it is."""

    limit: Limit | None
    ends_step: bool


@dataclass(frozen=True)
class StepEdit:
    """A step as somebody wants it. None leaves a member as it is, an empty text takes it out."""

    name: str | None = None
    documentation: str | None = None
    form: str | None = None
    side: str | None = None
    recipients: str | None = None
    clauses: str | None = None
    clocks: Mapping[str, ClockEdit] | None = None
    """By the id of the clock."""


class StepGoneError(LookupError):
    """The diagram has no such step any more."""


def edit_step(content: bytes, element_id: str, edit: StepEdit) -> bytes:
    """Give the diagram with one step changed, in its canonical form.

    Raises:
        StepGoneError: no element of the diagram has this id.
        DocumentRefused: the file cannot be read.
        NotBpmnError: it is no diagram.
    """
    diagram = read_diagram("", content)
    element = _element(diagram, element_id)
    if edit.name is not None:
        _set(element, "name", edit.name)
    if edit.documentation is not None:
        _write_documentation(element, edit.documentation)
    if edit.form is not None:
        _set(element, names.camunda("formKey"), edit.form)
    for name, value in zip(_PROPERTIES, (edit.side, edit.recipients, edit.clauses), strict=True):
        if value is not None:
            write_property(element, name, value)
    if edit.side is not None:
        mark_for_side(element, edit.side)
    for clock_id, clock in (edit.clocks or {}).items():
        _write_clock(_element(diagram, clock_id), clock)
    return canonical_diagram(etree.tostring(diagram.root))


def write_property(element: Element, name: str, value: str) -> None:
    """Set a `camunda:property`; an empty value takes it out."""
    extensions = element.find(names.bpmn("extensionElements"))
    holder = None if extensions is None else extensions.find(names.camunda("properties"))
    found = [] if holder is None else [one for one in holder if one.get("name") == name]
    if holder is not None:
        for old in found if not value else found[:-1]:
            holder.remove(old)
    if not value:
        return
    if found:
        # The last of a name is the one that counts.
        found[-1].set("value", value)
        return
    if extensions is None:
        extensions = etree.SubElement(element, names.bpmn("extensionElements"))
    if holder is None:
        holder = etree.SubElement(extensions, names.camunda("properties"))
    etree.SubElement(holder, names.camunda("property"), name=name, value=value)


def _element(diagram: Diagram, element_id: str) -> Element:
    node = diagram.nodes.get(element_id)
    if node is None:
        raise StepGoneError(element_id)
    return node.element


def _set(element: Element, name: str, value: str) -> None:
    if value:
        element.set(name, value)
    else:
        element.attrib.pop(name, "")


def _write_documentation(element: Element, text: str) -> None:
    found = element.find(names.bpmn("documentation"))
    if found is None and text:
        found = etree.SubElement(element, names.bpmn("documentation"))
    if found is not None and text:
        found.text = text
    elif found is not None:
        element.remove(found)


def _write_clock(event: Element, clock: ClockEdit) -> None:
    if clock.limit is not None:
        write_limit(event, clock.limit)
    if clock.ends_step:
        event.attrib.pop("cancelActivity", "")
    elif names.kind(event) == "boundaryEvent":
        event.set("cancelActivity", "false")
