"""Which flow nodes can follow which, inside one process or sub-process."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator

from engine.definitions.diagram import Node

Successors = Callable[[Node], Iterable[Node]]


def along_flows(node: Node) -> Iterator[Node]:
    """Give the targets of a node's sequence flows that stay in its scope."""
    for flow in node.outgoing:
        if flow.target is not None and flow.target.scope is node.scope:
            yield flow.target


def along_everything(node: Node) -> Iterator[Node]:
    """Give what may follow: targets of flows, and the boundary events of the node."""
    yield from along_flows(node)
    yield from node.boundary


def along_main_path(node: Node) -> Iterator[Node]:
    """Give what may follow when nobody is reminded: no non-interrupting boundary events."""
    yield from along_flows(node)
    yield from (event for event in node.boundary if event.is_interrupting)


def reachable(starts: Iterable[Node], successors: Successors) -> dict[str, Node]:
    """Give every node that can be reached, the starts with it, nearest first."""
    found = {node.id: node for node in starts}
    waiting = deque(found.values())
    while waiting:
        for node in successors(waiting.popleft()):
            if node.id not in found:
                found[node.id] = node
                waiting.append(node)
    return found


def leading_to(goals: Iterable[Node], nodes: Iterable[Node]) -> dict[str, Node]:
    """Give, by id, the nodes from which a goal can be reached, each with its nearest goal."""
    before: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        for after in along_everything(node):
            before[after.id].append(node)
    found = {goal.id: goal for goal in goals}
    waiting = deque(found)
    while waiting:
        id_ = waiting.popleft()
        for node in before[id_]:
            if node.id not in found:
                found[node.id] = found[id_]
                waiting.append(node.id)
    return found


def starts_of(nodes: Iterable[Node]) -> list[Node]:
    """Give the start events, and the event sub-processes, which start by themselves."""
    return [node for node in nodes if node.kind == "startEvent" or node.is_event_sub_process]


def has_cycle(nodes: Iterable[Node]) -> bool:
    """Tell whether some node can come back to itself by way of these nodes alone."""
    nodes = tuple(nodes)
    waiting_for = {node.id: 0 for node in nodes}
    # A broken diagram may lead out of its scope, for example by a boundary event drawn elsewhere.
    following = {
        node.id: [after for after in along_everything(node) if after.id in waiting_for]
        for node in nodes
    }
    for successors in following.values():
        for successor in successors:
            waiting_for[successor.id] += 1
    free = deque(node for node in nodes if waiting_for[node.id] == 0)
    visited = 0
    while free:
        visited += 1
        for successor in following[free.popleft().id]:
            waiting_for[successor.id] -= 1
            if waiting_for[successor.id] == 0:
                free.append(successor)
    return visited < len(nodes)
