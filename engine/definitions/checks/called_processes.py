"""Every call activity calls a process of the same bundle, and none calls itself."""

from collections.abc import Collection, Iterator

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
    circles = _in_circles(subject)
    for diagram in subject.diagrams:
        for call in diagram.of_kind("callActivity"):
            yield from _fault(
                diagram,
                call,
                None if subject.refused_diagrams else processes,
                is_in_circle=(diagram.file, _called(call)) in circles,
            )
            for mapping in names.extensions(call.element):
                yield from _mapping(diagram, call, mapping)


def _fault(
    diagram: Diagram, call: Node, known: Collection[str] | None, *, is_in_circle: bool
) -> Iterator[Problem]:
    called = _called(call)
    if not called:
        yield _report.error(
            diagram,
            call.element,
            f"“{call.name}” does not say which process it calls.",
            "Set the called element to the id of a process in the bundle.",
        )
    elif known is not None and called not in known:
        yield _report.error(
            diagram,
            call.element,
            f"“{call.name}” calls the process “{called[:80]}”, which is not in the bundle.",
            "Add the diagram of that process, or correct the called element.",
        )
    elif is_in_circle:
        yield _report.error(
            diagram,
            call.element,
            f"“{call.name}” calls a process that in the end calls this one again.",
            "Take one of the calls out of the circle.",
        )


def _called(call: Node) -> str:
    return call.element.get("calledElement", "").strip()


def _in_circles(subject: Subject) -> frozenset[tuple[str, str]]:
    """Give the calls, as file and called process, that lead back to their own file."""
    file_of = {p.get("id", ""): d.file for d in subject.diagrams for p in d.processes}
    calls = {
        diagram.file: {_called(call) for call in diagram.of_kind("callActivity")}
        for diagram in subject.diagrams
    }
    after = {file: {file_of[key] for key in keys if key in file_of} for file, keys in calls.items()}
    before: dict[str, set[str]] = {file: set() for file in after}
    for file, others in after.items():
        for other in others:
            before[other].add(file)
    # Whoever calls nobody, or is called by nobody, is in no circle; so it goes on without them.
    _strip(after, before)
    _strip(before, after)
    return frozenset(
        (file, key)
        for file in after
        for key in calls[file]
        if key in file_of and file_of[key] in after and _leads_to(file_of[key], file, after)
    )


def _strip(after: dict[str, set[str]], before: dict[str, set[str]]) -> None:
    """Take out files after which nothing comes, again and again."""
    waiting = [file for file, others in after.items() if not others]
    while waiting:
        file = waiting.pop()
        del after[file]
        for other in before.pop(file):
            after[other].discard(file)
            if not after[other]:
                waiting.append(other)


def _leads_to(first: str, last: str, after: dict[str, set[str]]) -> bool:
    seen, waiting = {first}, [first]
    while waiting and last not in seen:
        new = after[waiting.pop()] - seen
        seen |= new
        waiting.extend(new)
    return last in seen


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
