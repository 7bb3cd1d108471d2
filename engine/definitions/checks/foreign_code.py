"""No program code in extensions, listeners or expressions of other languages."""

from collections.abc import Iterator

from lxml import etree

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "foreign-code"
_report = Reporter(NAME)
_REMEDY = "Delete it. Write rules as FEEL; for what a step does, use operation “notify” or a form."
_READ_EXTENSIONS = frozenset(names.camunda(name) for name in ("properties", "in", "out"))
_CODE_ATTRIBUTES = tuple(
    names.camunda(name)
    for name in ("class", "expression", "delegateExpression", "type", "topic", "decisionRef")
)
_OTHER_ENGINES = (
    "http://camunda.org/schema/zeebe/1.0",
    "http://spiffworkflow.org/bpmn/schema/1.0/core",
    "http://flowable.org/bpmn",
    "http://activiti.org/bpmn",
)
_FEEL = "feel"


def check(subject: Subject) -> Iterator[Problem]:
    """Find listeners, delegates, scripts, and expressions in another language than FEEL."""
    for diagram in subject.diagrams:
        for element, kind in diagram.process_elements:
            yield from _attributes(diagram, element)
            if kind == "extensionElements":
                yield from _extensions(diagram, element)


def _attributes(diagram: Diagram, element: Element) -> Iterator[Problem]:
    owner = element if element.get("id") else element.getparent()
    language = element.get("language") or element.get("scriptFormat")
    if owner is not None and language and _FEEL not in language.lower():
        yield _report.error(
            diagram, owner, f"An expression is written in “{language[:60]}”, not in FEEL.", _REMEDY
        )
    for name in _CODE_ATTRIBUTES:
        if element.get(name) is not None:
            written = name.partition("}")[2]
            yield _report.error(
                diagram,
                element,
                f"“camunda:{written}” names program code, which is never run.",
                _REMEDY,
            )


def _extensions(diagram: Diagram, container: Element) -> Iterator[Problem]:
    owner = container.getparent()
    for extension in container:
        tag = etree.QName(extension)
        is_camunda = extension.tag == names.camunda(tag.localname)
        is_foreign = tag.namespace in _OTHER_ENGINES or is_camunda
        if owner is not None and is_foreign and extension.tag not in _READ_EXTENSIONS:
            yield _report.error(
                diagram,
                owner,
                f"The extension “{tag.localname[:60]}” is for another engine.",
                _REMEDY,
            )
