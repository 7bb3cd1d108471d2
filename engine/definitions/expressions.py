"""The FEEL expressions of a diagram, and what is wrong with their text."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element
from forms.feel import FeelError, parse_expression

CONDITION_LIKE = ("conditionExpression", "completionCondition", "loopCondition", "loopCardinality")


@dataclass(frozen=True)
class WrittenExpression:
    """An expression as it stands in the file. `element` has the id to report."""

    element: Element
    what: str
    text: str


def expressions_of(diagram: Diagram) -> Iterator[WrittenExpression]:
    """Give every text that must be FEEL; timers have a check of their own."""
    for element, kind in diagram.process_elements:
        if kind in CONDITION_LIKE:
            what = "condition" if kind == "conditionExpression" else kind
            yield WrittenExpression(_owner(element), what, names.text_of(element))
        elif kind == "userTask" and (assignee := names.properties(element).get("assignee")):
            yield WrittenExpression(element, "assignee", assignee.strip())
        elif kind == "extensionElements":
            yield from _mapped(element)


def _mapped(container: Element) -> Iterator[WrittenExpression]:
    for mapping in container.iterdescendants(names.camunda("in"), names.camunda("out")):
        text = mapping.get("sourceExpression")
        if text is not None:
            target = names.one_line(mapping.get("target"))
            yield WrittenExpression(_owner(mapping), f"value of “{target}”", text.strip())


def fault_in_expression(text: str) -> str | None:
    """Say what is wrong with a text that must be `=` and FEEL; None when it is right."""
    if not text:
        return "it is empty"
    if not text.startswith("="):
        return "it does not begin with “=”"
    try:
        parse_expression(text[1:].strip())
    except FeelError as error:
        return f"it cannot be read: {str(error).strip().rstrip('.')}"
    return None


def _owner(element: Element) -> Element:
    for ancestor in element.iterancestors():
        if ancestor.get("id") and names.kind(ancestor) != "extensionElements":
            return ancestor
    return element
