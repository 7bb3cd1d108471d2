"""Reads BPMN files into a library of processes, or says what is wrong with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from engine.spiff.describing import Place, describe_elements, describe_flows, describe_process
from engine.spiff.document import DocumentRefused, read_document
from engine.spiff.element import Element, Process, SequenceFlow
from engine.spiff.engine_copy import copy_for_engine, is_run
from engine.spiff.lanes import Lane, lanes_of
from engine.spiff.library import ProcessLibrary
from engine.spiff.lifting import Lifted, lift_event_sub_processes
from engine.spiff.names import bpmn, line_of
from engine.spiff.problem import DiagramProblem, DiagramsRefused
from engine.spiff.refusals import Drawing, refusals_of
from engine.spiff.structure import structural_problems
from engine.spiff.translating import translate

DIAGRAM_ENDINGS = (".bpmn", ".xml")


@dataclass
class _Reading:
    """What has been read so far."""

    problems: list[DiagramProblem] = field(default_factory=list)
    roots: dict[str, etree._Element] = field(default_factory=dict)
    processes: dict[str, Process] = field(default_factory=dict)
    elements: dict[str, Element] = field(default_factory=dict)
    flows: dict[str, SequenceFlow] = field(default_factory=dict)
    message_starts: dict[str, str] = field(default_factory=dict)


def read_diagrams(files: Mapping[str, bytes]) -> ProcessLibrary:
    """Read the BPMN files among `files`; their processes can call one another.

    Raises:
        DiagramsRefused: with every problem that was found.
    """
    reading = _Reading()
    sources = {f: files[f] for f in sorted(files) if f.lower().endswith(DIAGRAM_ENDINGS)}
    reading.problems.extend(_read_roots(sources, reading.roots))
    reading.problems.extend(structural_problems(reading.roots))
    _refuse_if_any(reading)
    for file, root in reading.roots.items():
        _describe_file(file, root, reading)
    drawing = Drawing(reading.processes, reading.elements, reading.flows)
    reading.problems.extend(refusals_of(drawing))
    _refuse_if_any(reading)
    translated = translate({f: copy_for_engine(root) for f, root in reading.roots.items()})
    if isinstance(translated, DiagramProblem):
        raise DiagramsRefused([_with_line(translated, reading.elements)])
    return ProcessLibrary(
        sources,
        reading.processes,
        reading.elements,
        reading.flows,
        reading.message_starts,
        translated,
    )


def _refuse_if_any(reading: _Reading) -> None:
    if reading.problems:
        raise DiagramsRefused(reading.problems)


def _read_roots(
    sources: Mapping[str, bytes], roots: dict[str, etree._Element]
) -> Iterator[DiagramProblem]:
    for file, source in sources.items():
        try:
            root = read_document(source)
        except DocumentRefused as error:
            yield DiagramProblem(file, None, error.line, error.message, error.remedy)
            continue
        if root.tag == bpmn("definitions"):
            roots[file] = root
        else:
            yield DiagramProblem(
                file,
                None,
                line_of(root),
                "The file is XML, but no BPMN diagram.",
                "Save the diagram as BPMN 2.0 from the modeller.",
            )


def _describe_file(file: str, root: etree._Element, reading: _Reading) -> None:
    lanes = dict(lanes_of(root))
    messages = {m.get("id", ""): m.get("name", "") for m in root.iterchildren(bpmn("message"))}
    lifted = _lift(file, root, lanes, messages, reading)
    place = Place(file, lanes, messages)
    for node in root.iterchildren(bpmn("process")):
        if is_run(node):
            process = describe_process(node, file, lifted.get(node.get("id", "")))
            reading.processes[process.id] = _with_standing_yes(process, reading.processes)
            reading.elements.update((e.id, e) for e in describe_elements(node, place))
            reading.flows.update((flow.id, flow) for flow in describe_flows(node))


def _lift(
    file: str,
    root: etree._Element,
    lanes: dict[str, Lane],
    messages: Mapping[str, str],
    reading: _Reading,
) -> dict[str, str]:
    """Lift the event sub-processes; return the process that each came from."""
    origins: dict[str, str] = {}
    for found in lift_event_sub_processes(root):
        message, reason = messages.get(found.message_id), found.reason
        if reason is None and not message:
            reason = "its message has no name"
        if reason is None and message in reading.message_starts:
            reason = f"the message “{message}” already starts another one"
        if reason is not None or message is None:
            reading.problems.append(_not_lifted(file, found, reason))
            continue
        process_id = found.node.get("id", "")
        origins[process_id] = found.lifted_from
        reading.message_starts[message] = process_id
        if found.sub_process_id in lanes:
            lanes[process_id] = lanes[found.sub_process_id]
    return origins


def _not_lifted(file: str, found: Lifted, reason: str | None) -> DiagramProblem:
    name = found.node.get("name") or found.sub_process_id
    return DiagramProblem(
        file,
        found.sub_process_id,
        line_of(found.node),
        f"The event sub-process “{name}” cannot be run: {reason}.",
        "Draw it directly in the process, with one non-interrupting message start event whose "
        "message has a name of its own.",
    )


def _with_standing_yes(process: Process, known: Mapping[str, Process]) -> Process:
    """Let a lifted process keep the "yes" that its process keeps."""
    origin = known.get(process.lifted_from or "")
    if origin is None:
        return process
    return replace(process, standing_yes=process.standing_yes | origin.standing_yes)


def _with_line(problem: DiagramProblem, elements: Mapping[str, Element]) -> DiagramProblem:
    element = elements.get(problem.element_id or "")
    return problem if element is None else replace(problem, file=element.file, line=element.line)
