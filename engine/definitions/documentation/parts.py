"""The processes of a procedure: the main one, what may happen at any time, what others call."""

from collections.abc import Iterator, Sequence

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element, Node
from engine.definitions.documentation.decisions import decisions_among
from engine.definitions.documentation.lines import lines_of
from engine.definitions.documentation.model import End, Part, PartKind
from engine.definitions.documentation.scene import Scene, explained
from engine.definitions.documentation.steps import group_steps, walk
from engine.english import sentence
from engine.vocabulary import DANGER_MESSAGE


def parts_of(scene: Scene) -> tuple[Part, ...]:
    """Return the parts in the order in which people look for them: danger and messages first."""
    found = [part for diagram in scene.diagrams for part in _parts(scene, diagram)]
    order: dict[PartKind, int] = {"main": 0, "message": 1, "called": 2}
    return tuple(sorted(found, key=lambda part: order[part.kind]))


def _parts(scene: Scene, diagram: Diagram) -> Iterator[Part]:
    for process in diagram.processes:
        called_from = lines_of(_caller(scene, call.node) for call in scene.calls_of(_id(process)))
        yield _part(scene, diagram, process, "called" if called_from else "main", called_from)
    for node in diagram.nodes.values():
        if node.is_event_sub_process:
            yield _part(scene, diagram, node.element, "message", ())


def _part(
    scene: Scene, diagram: Diagram, scope: Element, kind: PartKind, called_from: tuple[str, ...]
) -> Part:
    nodes = walk(diagram, scope)
    return Part(
        id=_id(scope),
        kind=kind,
        title=names.one_line(scope.get("name")) or _id(scope),
        about=explained(scope),
        begins=" ".join(_begins(diagram, [node for node in nodes if node.scope is scope])),
        called_from=called_from,
        groups=group_steps(scene, nodes),
        decisions=decisions_among(scene, nodes),
        ends=_ends(nodes),
    )


def _ends(nodes: Sequence[Node]) -> tuple[End, ...]:
    """Return the ends with a name, each name once: several limits may end in the same way."""
    ends = [node for node in nodes if node.kind == "endEvent" and node.element.get("name")]
    found = {node.name: End(node.id, node.name, explained(node.element)) for node in reversed(ends)}
    return tuple(reversed(found.values()))


def _id(element: Element) -> str:
    return element.get("id", "")


def _caller(scene: Scene, node: Node) -> str:
    stage = scene.stage_title(scene.stage_of(node))
    return f"“{node.name}”, {stage}" if stage else f"“{node.name}”"


def _begins(diagram: Diagram, nodes: Sequence[Node]) -> Iterator[str]:
    for start in nodes:
        if start.kind != "startEvent":
            continue
        for definition in start.element.iterchildren(names.bpmn("messageEventDefinition")):
            yield _message(start, diagram.messages.get(definition.get("messageRef", ""), ""))
        if not start.event_definitions:
            yield f"Begins with: {start.name}."
        yield explained(start.element)


def _message(start: Node, message: str) -> str:
    beside = start.element.get("isInterrupting", "true") == "false"
    effect = "the case goes on beside it" if beside else "the case waits for nothing else"
    urgent = " Ring 999 first." if message == DANGER_MESSAGE else ""
    return f"{sentence(start.name)}: at any time, and {effect}.{urgent}"
