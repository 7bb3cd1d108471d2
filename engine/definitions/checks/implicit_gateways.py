"""Where flows part or come together, a gateway says how."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Node
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "implicit-gateways"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find steps and events that several flows leave, or that several flows lead to.

    Several flows may end at one plain end event: there nothing can happen twice.
    """
    for diagram in subject.diagrams:
        for node in diagram.nodes.values():
            if node.kind in names.GATEWAYS:
                continue
            if len(node.outgoing) > 1:
                yield _report.error(
                    diagram,
                    node.element,
                    f"Several flows leave “{node.name}”, so all of them would be taken at once.",
                    "Put a gateway after it, and let the gateway split.",
                )
            if len(node.incoming) > 1 and not _is_plain_end(node):
                yield _report.warning(
                    diagram,
                    node.element,
                    f"{len(node.incoming)} flows lead to “{node.name}” without a gateway. Whoever "
                    "reads it cannot see whether it waits for all of them; it begins anew with "
                    "each.",
                    "Bring the flows together in a gateway before it: an exclusive one where only "
                    "one of them is taken, a parallel one where all are.",
                )


def _is_plain_end(node: Node) -> bool:
    return node.kind == "endEvent" and not node.event_definitions
