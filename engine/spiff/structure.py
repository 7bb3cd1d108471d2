"""Is this BPMN, and does it hold together: ids, references, and kinds of elements that can run."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from lxml import etree

from engine.spiff.describing import FLOW_NODES
from engine.spiff.engine_copy import is_run
from engine.spiff.names import bpmn, camunda, kind, line_of, text_of
from engine.spiff.problem import DiagramProblem

_ASK_FEEL = 'Write FEEL that begins with “=”, such as: =outcome = "resolved".'
_ACTIVITIES = FLOW_NODES[5:13]
_BESIDE = (
    "documentation",
    "extensionElements",
    "laneSet",
    "sequenceFlow",
    "textAnnotation",
    "association",
    "group",
    "dataObject",
    "dataObjectReference",
    "dataStoreReference",
    "ioSpecification",
    "property",
    "incoming",
    "outgoing",
    "auditing",
    "monitoring",
    "multiInstanceLoopCharacteristics",
    "standardLoopCharacteristics",
    "dataInputAssociation",
    "dataOutputAssociation",
)


def structural_problems(roots: Mapping[str, etree._Element]) -> Iterator[DiagramProblem]:
    """Name what would keep the files from being described."""
    seen: set[str] = set()
    for file, root in roots.items():
        for process in filter(is_run, root.iterchildren(bpmn("process"))):
            for problem_node, message, remedy in _in_process(process, seen):
                element_id, line = problem_node.get("id"), line_of(problem_node)
                yield DiagramProblem(file, element_id, line, message, remedy)


_Finding: TypeAlias = "tuple[etree._Element, str, str]"  # noqa: SLF001 - lxml has no other name for it
"""The node, what is wrong with it, and the remedy."""


def _in_process(process: etree._Element, seen: set[str]) -> Iterator[_Finding]:
    nodes = [process, *process.iter(*map(bpmn, (*FLOW_NODES, "sequenceFlow")))]
    for node in nodes:
        yield from _about_id(node, seen)
    # Kinds that cannot run count as well, so that only they are reported, not their arrows.
    by_id = {node.get("id"): node for node in process.iter() if _is_node(node)}
    for node in nodes:
        if kind(node) == "sequenceFlow":
            yield from _about_flow(node, by_id)
        if kind(node) == "boundaryEvent":
            yield from _about_host(node, by_id)
        if kind(node) in {"process", "subProcess"}:
            yield from _about_children(node)
        yield from _about_loops(node)
        yield from _about_marks(node)
        yield from _about_events(node)


def _is_node(node: etree._Element) -> bool:
    return kind(node) in FLOW_NODES or (kind(node) not in _BESIDE and kind(node) != "process")


def _about_id(node: etree._Element, seen: set[str]) -> Iterator[_Finding]:
    node_id = node.get("id")
    if not node_id:
        yield node, f"An element of the kind {kind(node)} has no id.", "Give it an id."
    elif node_id in seen:
        yield (
            node,
            f"The id “{node_id}” stands for two things.",
            "Give every process, element and arrow of the procedure an id of its own.",
        )
    else:
        seen.add(node_id)


def _about_flow(
    flow: etree._Element, by_id: Mapping[str | None, etree._Element]
) -> Iterator[_Finding]:
    source, target = by_id.get(flow.get("sourceRef")), by_id.get(flow.get("targetRef"))
    if source is None or target is None:
        yield flow, "An arrow does not connect two elements.", "Draw it again, or delete it."
    elif source.getparent() is not target.getparent():
        yield (
            flow,
            "An arrow crosses the border of a sub-process.",
            "Connect the sub-process itself.",
        )


def _about_host(
    event: etree._Element, by_id: Mapping[str | None, etree._Element]
) -> Iterator[_Finding]:
    host = by_id.get(event.get("attachedToRef"))
    if host is None or kind(host) not in _ACTIVITIES or host.getparent() is not event.getparent():
        yield (
            event,
            "A boundary event is not attached to an activity.",
            "Move it onto the border of a task or sub-process.",
        )


def _about_children(owner: etree._Element) -> Iterator[_Finding]:
    for child in owner:
        if kind(child) == "scriptTask":
            yield (
                child,
                "A script task holds code, and diagrams hold none.",
                "Use a user task, a gateway condition, or a service task with an operation.",
            )
        elif kind(child) and kind(child) not in FLOW_NODES and kind(child) not in _BESIDE:
            yield (
                child,
                f"Concord cannot run an element of the kind {kind(child)}.",
                "Draw it with tasks, gateways, events, sub-processes and call activities.",
            )


def _about_loops(node: etree._Element) -> Iterator[_Finding]:
    if node.find(bpmn("standardLoopCharacteristics")) is not None:
        yield (
            node,
            "A loop marker cannot be run.",
            "Draw the loop with a gateway and an arrow back.",
        )
    loop = node.find(bpmn("multiInstanceLoopCharacteristics"))
    if loop is not None and loop.get("isSequential") == "true":
        yield (
            node,
            "A sequential multi-instance activity cannot be run.",
            "Make it parallel: all instances are open side by side.",
        )


def _about_marks(node: etree._Element) -> Iterator[_Finding]:
    """Ask for the `=` that tells an expression from a text."""
    for tag in ("conditionExpression", "completionCondition"):
        for expression in node.iterchildren(bpmn(tag)):
            if not (text_of(expression) or "").startswith("="):
                yield node, "A condition does not begin with “=”.", _ASK_FEEL
    for extensions in node.iterchildren(bpmn("extensionElements")):
        for mapping in extensions.iterchildren(camunda("in"), camunda("out")):
            written = mapping.get("sourceExpression")
            if written is not None and not written.strip().startswith("="):
                yield node, "A mapped expression does not begin with “=”.", _ASK_FEEL


def _about_events(node: etree._Element) -> Iterator[_Finding]:
    definitions = [child for child in node if kind(child).endswith("EventDefinition")]
    if len(definitions) > 1:
        yield (
            node,
            "An event stands for several things at once.",
            "Draw one event for each of them.",
        )
