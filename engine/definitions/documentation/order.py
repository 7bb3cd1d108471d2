"""The order in which a case comes to the elements of a process."""

from collections.abc import Iterator, Mapping, Sequence

from engine.definitions.diagram import Node
from engine.definitions.paths import along_everything, starts_of


def in_reading_order(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Return the nodes of one scope, each after what leads to it, as far as no loop forbids it.

    What a clock on a step starts comes right after that step. Nodes that nothing leads to follow
    at the end, in the order of the file.
    """
    members = {node.id: node for node in nodes if not node.is_event_sub_process}
    found: dict[str, Node] = {}
    for start in (*starts_of(members.values()), *members.values()):
        if start.id in found:
            continue
        # Whatever is finished last comes first: so each way out is looked at in reverse.
        finished = list(_finished_below(start, members, frozenset(found)))
        found.update((node.id, node) for node in reversed(finished))
    return tuple(found.values())


def _finished_below(
    start: Node, members: Mapping[str, Node], known: frozenset[str]
) -> Iterator[Node]:
    """Yield nodes that can be reached, each when everything behind it has been yielded."""
    met = {start.id, *known}
    stack = [(start, _following(start, members))]
    while stack:
        node, following = stack[-1]
        step = next((one for one in following if one.id not in met), None)
        if step is None:
            stack.pop()
            yield node
        else:
            met.add(step.id)
            stack.append((step, _following(step, members)))


def _following(node: Node, members: Mapping[str, Node]) -> Iterator[Node]:
    # Boundary events come last here, and therefore first in the order of reading.
    return (one for one in _ways(node) if members.get(one.id) is one)


def _ways(node: Node) -> Iterator[Node]:
    flows = [one for one in along_everything(node) if one.kind != "boundaryEvent"]
    yield from reversed(flows)
    yield from reversed(node.boundary)
