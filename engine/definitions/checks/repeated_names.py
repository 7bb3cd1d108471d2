"""Two things that people tell apart by their name have two names."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "repeated-names"
_report = Reporter(NAME)
_KINDS = {
    "userTask": "steps",
    "serviceTask": "notices",
    "callActivity": "calls of different procedures",
    "subProcess": "sub-processes",
    "startEvent": "starts",
    "boundaryEvent": "events on the same step",
    "lane": "lanes",
}


def check(subject: Subject) -> Iterator[Problem]:
    """Find the same name twice in one diagram on things of one kind.

    The same question may be asked at every stage, stages may end alike, several steps may have 24
    hours, and one procedure may be called from several places: those repeat with good reason.
    """
    for diagram in subject.diagrams:
        found: dict[tuple[str, str, str], list[Element]] = defaultdict(list)
        for element, kind in diagram.process_elements:
            name = names.one_line(element.get("name"))
            if name and kind in _KINDS and not _is_plain_start(element, kind):
                found[kind, _beside(element, kind), name.casefold()].append(element)
        for (kind, _, _), elements in found.items():
            yield from _twice(diagram, kind, elements)


def _is_plain_start(element: Element, kind: str) -> bool:
    """Tell whether it is a start that no button and no list shows."""
    return kind == "startEvent" and not any(
        names.kind(child) == "messageEventDefinition" for child in element
    )


def _beside(element: Element, kind: str) -> str:
    """Return what elements must share for the same name to be confusing."""
    return element.get("attachedToRef", "") if kind == "boundaryEvent" else ""


def _twice(diagram: Diagram, kind: str, elements: list[Element]) -> Iterator[Problem]:
    for first, second in pairwise(elements):
        if kind == "callActivity" and first.get("calledElement") == second.get("calledElement"):
            continue
        name = names.one_line(second.get("name"))[:80]
        yield _report.warning(
            diagram,
            second,
            f"Two {_KINDS[kind]} are called “{name}” ({first.get('id')} and "
            f"{second.get('id')}): in lists and in the history nobody can tell them apart.",
            "Give each a name of its own, for example with its stage.",
        )
