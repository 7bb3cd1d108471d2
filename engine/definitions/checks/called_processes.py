"""Every call activity calls a process of the same bundle, and none calls itself."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element, Node
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "called-processes"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find calls of processes that are not there, calls in a circle, and incomplete mappings."""
    processes = {p.get("id", ""): d for d in subject.diagrams for p in d.processes}
    for diagram in subject.diagrams:
        for call in diagram.of_kind("callActivity"):
            yield from _fault(diagram, call, processes, is_complete=not subject.refused_diagrams)
            for mapping in names.extensions(call.element):
                yield from _mapping(diagram, call, mapping)


def _fault(
    diagram: Diagram, call: Node, processes: dict[str, Diagram], *, is_complete: bool
) -> Iterator[Problem]:
    called = _called(call)
    if not called:
        yield _report.error(
            diagram,
            call.element,
            f"“{call.name}” does not say which process it calls.",
            "Set the called element to the id of a process in the bundle.",
        )
    elif called not in processes and is_complete:
        yield _report.error(
            diagram,
            call.element,
            f"“{call.name}” calls the process “{called[:80]}”, which is not in the bundle.",
            "Add the diagram of that process, or correct the called element.",
        )
    elif _comes_back(diagram, called, processes):
        yield _report.error(
            diagram,
            call.element,
            f"“{call.name}” calls a process that in the end calls this one again.",
            "Take one of the calls out of the circle.",
        )


def _called(call: Node) -> str:
    return call.element.get("calledElement", "").strip()


def _comes_back(diagram: Diagram, called: str, processes: dict[str, Diagram]) -> bool:
    seen: set[str] = set()
    waiting = [called]
    while waiting:
        key = waiting.pop()
        if key in seen or key not in processes:
            continue
        if processes[key] is diagram:
            return True
        seen.add(key)
        waiting.extend(_called(node) for node in processes[key].of_kind("callActivity"))
    return False


def _mapping(diagram: Diagram, call: Node, mapping: Element) -> Iterator[Problem]:
    if mapping.tag not in {names.camunda("in"), names.camunda("out")}:
        return
    is_pair = mapping.get("target") and (mapping.get("source") or mapping.get("sourceExpression"))
    if mapping.get("variables") != "all" and not is_pair:
        yield _report.error(
            diagram,
            call.element,
            f"A value that “{call.name}” hands over has no source or no target.",
            "Give the mapping a source (or a source expression) and a target, or delete it.",
        )
