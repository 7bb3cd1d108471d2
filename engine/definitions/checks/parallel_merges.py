"""Branches that run side by side are brought together by a join, not one by one."""

from collections import deque
from collections.abc import Collection, Iterable, Iterator

from engine.definitions import names
from engine.definitions.diagram import Diagram, Node
from engine.definitions.paths import along_everything, leading_to
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "parallel-merges"
_report = Reporter(NAME)
_SPLITS = {"parallelGateway": "parallel", "inclusiveGateway": "inclusive"}
_MOST_SPLITS = 100
"""Of one scope; where there are more, the check of parallel blocks refuses it anyway."""


def check(subject: Subject) -> Iterator[Problem]:
    """Find where two branches of a parallel or inclusive split meet, and each goes on by itself.

    What follows would be done once for each branch. Where nothing follows but an end, nothing can
    be done twice: every branch may come to it, and an end that stops everything lets the first win.
    """
    for diagram in subject.diagrams:
        for _, nodes in diagram.scopes:
            splits = [node for node in nodes if node.kind in _SPLITS and len(node.outgoing) > 1]
            if splits:
                yield from _in_scope(diagram, nodes, splits[:_MOST_SPLITS])


def _in_scope(
    diagram: Diagram, nodes: tuple[Node, ...], splits: Iterable[Node]
) -> Iterator[Problem]:
    before_more = leading_to((node for node in nodes if _is_more(node)), nodes)
    meetings: set[str] = set()
    for split in splits:
        meeting = _meeting(split, before_more)
        if meeting is not None and meeting.id not in meetings:
            meetings.add(meeting.id)
            yield _report.error(
                diagram,
                meeting.element,
                f"Branches of the {_SPLITS[split.kind]} gateway “{split.name}” meet at "
                f"“{meeting.name}”, which does not wait for all of them. What follows would be "
                "done once for each branch.",
                f"Join the branches with {_a(_SPLITS[split.kind])} gateway, like the one that "
                "splits them.",
            )


def _meeting(split: Node, before_more: Collection[str]) -> Node | None:
    """Return the first node to which two ways out of a split lead without a join before it."""
    branch_of: dict[str, int] = {}
    for branch, flow in enumerate(split.outgoing):
        waiting = deque(_but_joins([] if flow.target is None else [flow.target]))
        while waiting:
            node = waiting.popleft()
            if node.id not in branch_of:
                branch_of[node.id] = branch
                waiting.extend(_but_joins(along_everything(node)))
            elif branch_of[node.id] != branch and node.id in before_more:
                return node
    return None


def _but_joins(nodes: Iterable[Node]) -> Iterator[Node]:
    return (node for node in nodes if not (node.kind in _SPLITS and len(node.incoming) > 1))


def _is_more(node: Node) -> bool:
    """Tell whether something happens at a node: it is no gateway, and no end without an effect."""
    if node.kind == "endEvent":
        return not set(node.event_definitions) <= {"terminateEventDefinition"}
    return node.kind not in names.GATEWAYS


def _a(word: str) -> str:
    return f"an {word}" if word.startswith("i") else f"a {word}"
