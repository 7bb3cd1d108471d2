"""Every element has an id that is its own, and that the engine does not use itself."""

import re
from collections import Counter
from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "element-ids"
_report = Reporter(NAME)
_NC_NAME = re.compile(r"[^\W\d][\w.\-]*")
# SpiffWorkflow adds steps with these names to every process; a step of ours would replace them.
_RESERVED = frozenset({"Start", "End", "Root"})
_RESERVED_ENDINGS = (".EndJoin", ".StartJoin", ".BoundaryEventSplit", ".BoundaryEventJoin")
_REMEDY = "Give it an id of its own in the properties panel, such as Task_S1_Contact."
_WITH_ID = names.FLOW_NODES | {"sequenceFlow", "process", "lane"}


def check(subject: Subject) -> Iterator[Problem]:
    """Find ids that are missing, malformed, reserved, or used twice in the bundle."""
    seen: dict[str, str] = {}
    for diagram in subject.diagrams:
        yield from _duplicates_in_file(diagram)
        for element, kind in diagram.process_elements:
            if kind in _WITH_ID:
                yield from _fault(diagram, element, kind)
                yield from _used_elsewhere(diagram, element, seen)


def _fault(diagram: Diagram, element: Element, kind: str) -> Iterator[Problem]:
    id_ = element.get("id", "")
    if not id_:
        yield _report.error(diagram, element, f"An element ({kind}) has no id.", _REMEDY)
    elif not _NC_NAME.fullmatch(id_):
        yield _report.error(
            diagram,
            element,
            f"The id “{id_[:80]}” is not allowed: an id begins with a letter and has no blanks.",
            _REMEDY,
        )
    elif id_ in _RESERVED or id_.endswith(_RESERVED_ENDINGS):
        yield _report.error(
            diagram,
            element,
            f"The id “{id_}” is used by the engine itself; the step would be left out silently.",
            _REMEDY,
        )


def _duplicates_in_file(diagram: Diagram) -> Iterator[Problem]:
    elements = [element for element in diagram.root.iter() if element.get("id")]
    counts = Counter(element.get("id") for element in elements)
    for element in elements:
        id_ = element.get("id")
        if counts[id_] > 1 and names.kind(element):
            counts[id_] = 0
            yield _report.error(
                diagram, element, f"The id “{id_}” stands in the file more than once.", _REMEDY
            )


def _used_elsewhere(diagram: Diagram, element: Element, seen: dict[str, str]) -> Iterator[Problem]:
    id_ = element.get("id", "")
    file = seen.setdefault(id_, diagram.file)
    if id_ and file != diagram.file and names.kind(element) in names.FLOW_NODES:
        yield _report.error(diagram, element, f"The id “{id_}” is also used in {file}.", _REMEDY)
