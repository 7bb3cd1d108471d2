"""What makes it impossible to run a described diagram, found before SpiffWorkflow sees it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.spiff.element import Assignment, Element, Process, SequenceFlow
from engine.spiff.operations import OPERATIONS
from engine.spiff.problem import DiagramProblem
from engine.spiff.timing import READERS, TimingError
from forms.feel import FeelError, parse_expression

_CHOOSING = ("exclusiveGateway", "inclusiveGateway")
_RESERVED = ("Start", "End")
_RESERVED_ENDINGS = (".EndJoin", ".BoundaryEventSplit", ".BoundaryEventJoin")
_ASK_FEEL = 'Write a FEEL expression, such as: =outcome = "resolved".'


@dataclass(frozen=True)
class Drawing:
    """Everything that was described, by id."""

    processes: Mapping[str, Process]
    elements: Mapping[str, Element]
    flows: Mapping[str, SequenceFlow]

    def starts_in(self, owner_id: str) -> int:
        """Count the start events that stand directly in a process or sub-process."""
        return sum(
            element.type == "startEvent" and owner_id == (element.parent_id or element.process_id)
            for element in self.elements.values()
        )


def refusals_of(drawing: Drawing) -> Iterator[DiagramProblem]:
    """Name what stands in the way of running these diagrams."""
    for process in drawing.processes.values():
        yield from _about_process(process, drawing)
    for element in drawing.elements.values():
        yield from _about_element(element, drawing)
    yield from _about_flows(drawing)


def _about_process(process: Process, drawing: Drawing) -> Iterator[DiagramProblem]:
    if drawing.starts_in(process.id) != 1:
        yield DiagramProblem(
            process.file,
            process.id,
            None,
            f"The process “{process.name}” needs exactly one start event.",
            "Draw one start event; messages that come later start an event sub-process.",
        )


def _about_element(element: Element, drawing: Drawing) -> Iterator[DiagramProblem]:
    if element.id in _RESERVED or element.id.endswith(_RESERVED_ENDINGS):
        yield _at(element, f"The id “{element.id}” is taken by the engine.", "Give another id.")
    if element.type == "serviceTask":
        yield from _about_operation(element)
    if element.type == "subProcess" and drawing.starts_in(element.id) != 1:
        yield _at(element, f"“{element.name}” needs exactly one start event.", "Draw it.")
    if element.type == "callActivity":
        yield from _about_call(element, drawing)
    if element.event == "timer":
        yield from _about_timer(element)
    if element.event == "message" and not element.message:
        yield _at(element, f"“{element.name}” names no message.", "Choose or create its message.")
    if element.multi_instance is not None:
        yield from _about_repetition(element)


def _about_operation(element: Element) -> Iterator[DiagramProblem]:
    operation = element.properties.get("operation")
    if operation not in OPERATIONS:
        known = ", ".join(OPERATIONS)
        said = f"names the unknown operation “{operation}”" if operation else "names no operation"
        yield _at(element, f"The service task “{element.name}” {said}.", f"Use one of: {known}.")
    recipients = element.properties.get("recipients", "")
    if recipients.startswith("="):
        yield from _about_feel(element, "The recipients", recipients[1:].strip())


def _about_call(element: Element, drawing: Drawing) -> Iterator[DiagramProblem]:
    if element.called_element not in drawing.processes:
        yield _at(
            element,
            f"“{element.name}” calls the process “{element.called_element}”, which is not here.",
            "Add the diagram with that process, or correct the called element.",
        )
    for assignment in (*element.mappings.inputs, *element.mappings.outputs):
        yield from _about_assignment(element, assignment)


def _about_assignment(element: Element, assignment: Assignment) -> Iterator[DiagramProblem]:
    if not assignment.target:
        yield _at(element, f"“{element.name}” maps a value to no variable.", "Give its target.")
    yield from _about_feel(element, f"The value for “{assignment.target}”", assignment.expression)


def _about_timer(element: Element) -> Iterator[DiagramProblem]:
    timer = element.timer
    if timer is None or not timer.text:
        yield _at(element, f"The timer “{element.name}” has no time.", "Give it a time.")
        return
    if timer.kind == "timeCycle" and (element.type != "boundaryEvent" or element.interrupting):
        yield _at(
            element,
            f"The timer “{element.name}” repeats, but it can fire only once.",
            "Use a duration here; only a non-interrupting timer on a task can repeat.",
        )
    if timer.text.startswith("="):
        yield from _about_feel(element, "The timer", timer.text[1:].strip())
        return
    try:
        READERS[timer.kind](timer.text)
    except TimingError as error:
        yield _at(
            element,
            f"The timer “{element.name}” cannot be read: {error}",
            "Give a duration such as PT24H, a time with offset, or FEEL that begins with =.",
        )


def _about_repetition(element: Element) -> Iterator[DiagramProblem]:
    loop = element.multi_instance
    if loop is None:
        return
    yield from _about_feel(element, "The collection", loop.collection)
    if loop.completion_condition:
        yield from _about_feel(element, "The completion condition", loop.completion_condition)
    if element.properties.get("outputElement", "").startswith("="):
        yield _at(
            element,
            f"“{element.name}” works out what it collects; it collects the answers as they are.",
            "Give a plain name as outputElement.",
        )
    if loop.output_collection and element.type != "userTask":
        yield _at(
            element,
            f"“{element.name}” collects answers, but only a user task has answers.",
            "Take the property outputCollection away, or put it on the user task.",
        )


def _about_flows(drawing: Drawing) -> Iterator[DiagramProblem]:
    between = Counter((flow.source_id, flow.target_id) for flow in drawing.flows.values())
    for flow in drawing.flows.values():
        source = drawing.elements.get(flow.source_id)
        if source is None or flow.target_id not in drawing.elements:
            continue  # said by the reading of the file
        if between[flow.source_id, flow.target_id] > 1:
            yield _at(
                source,
                f"Two arrows lead from “{source.name}” to the same element.",
                "Keep one, and join their conditions with “or”.",
            )
        if flow.condition is not None:
            yield from _about_feel(
                source, f"The condition of “{flow.name or flow.id}”", flow.condition
            )
        elif source.type in _CHOOSING and not _is_default(flow, source):
            yield _at(
                source,
                f"An arrow that leaves “{source.name}” has no condition and is not the default.",
                "Give it a condition, or make it the default flow.",
            )


def _is_default(flow: SequenceFlow, source: Element) -> bool:
    return source.default_flow == flow.id or len(source.outgoing) == 1


def _about_feel(element: Element, what: str, expression: str) -> Iterator[DiagramProblem]:
    try:
        parse_expression(expression)
    except FeelError as error:
        yield _at(element, f"{what} of “{element.name}” cannot be read: {error}", _ASK_FEEL)


def _at(element: Element, message: str, remedy: str) -> DiagramProblem:
    return DiagramProblem(element.file, element.id, element.line, message, remedy)
