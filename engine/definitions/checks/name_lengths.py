"""Names are short enough to be read in the drawing, in lists and in messages."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "name-lengths"
_report = Reporter(NAME)
# The wish is 40 characters, two lines in a box of 130. These are the lengths that the five editions
# need at most, rounded up: steps 51, questions and events 44, titles of sub-processes 63, flows 38.
_STEP, _SIGN, _TITLE, _FLOW = 55, 50, 70, 45
_WISH = "Say in at most 40 characters what people do; put the rest into the documentation."


def check(subject: Subject) -> Iterator[Problem]:
    """Find names that no box and no line of a list has room for."""
    for diagram in subject.diagrams:
        for element, kind in diagram.process_elements:
            most = _most(kind)
            if most:
                yield from _fault(diagram, element, most)


def _most(kind: str) -> int:
    if kind in names.SUB_PROCESSES or kind == "lane":
        return _TITLE
    if kind in names.TASKS or kind == "callActivity":
        return _STEP
    if kind in names.GATEWAYS or kind in names.EVENTS:
        return _SIGN
    return _FLOW if kind == "sequenceFlow" else 0


def _fault(diagram: Diagram, element: Element, most: int) -> Iterator[Problem]:
    name = names.one_line(element.get("name"))
    if len(name) > most:
        yield _report.warning(
            diagram,
            element,
            f"The name “{name[:100]}” has {len(name)} characters; there is room for {most}.",
            _WISH,
        )
