"""Every step stands in one lane, and every lane has a role."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from engine.definitions import names
from engine.definitions.diagram import Diagram, Node
from engine.definitions.expressions import fault_in_expression
from engine.definitions.problem import Problem
from engine.definitions.procedure import FILE_NAME, roles_in
from engine.definitions.recipients import LANE_ROLES
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "lanes"
_report = Reporter(NAME)
_MOST_SHOWN = 4
_ACTIVITIES = names.TASKS | names.SUB_PROCESSES


def check(subject: Subject) -> Iterator[Problem]:
    """Find lanes without role, unknown roles, and steps in no lane or in two."""
    for diagram in subject.diagrams:
        yield from _steps(diagram)
        if subject.procedure is not None:
            yield from _unknown_lanes(diagram, subject.procedure.lane_roles.keys())
    if subject.procedure is not None:
        for lane, role in subject.procedure.lane_roles.items():
            yield from _roles(lane, role)


def _steps(diagram: Diagram) -> Iterator[Problem]:
    lanes_of: dict[str, list[str]] = defaultdict(list)
    for lane in diagram.lanes:
        name = names.one_line(lane.get("name")) or lane.get("id", "")
        for reference in lane.iterchildren(names.bpmn("flowNodeRef")):
            node_id = names.text_of(reference)
            lanes_of[node_id].append(name)
            if node_id not in diagram.nodes:
                yield _report.warning(
                    diagram,
                    lane,
                    f"The lane lists “{node_id[:80]}”, which is not in the diagram.",
                    "Open the diagram in the modeller and save it again.",
                )
    for node in diagram.nodes.values():
        if names.kind(node.scope) == "process":
            yield from _step(diagram, node, lanes_of[node.id])


def _step(diagram: Diagram, node: Node, lanes: list[str]) -> Iterator[Problem]:
    if len(lanes) > 1:
        yield _report.error(
            diagram,
            node.element,
            f"“{node.name}” stands in {len(lanes)} lanes: {', '.join(lanes[:_MOST_SHOWN])}.",
            "Move it into one lane, and save the diagram in the modeller.",
        )
    elif not lanes and node.kind in _ACTIVITIES and node.kind != "serviceTask":
        yield _report.error(
            diagram,
            node.element,
            f"“{node.name}” stands in no lane, so nobody would get it.",
            "Move it into the lane of the people who do it.",
        )
    elif not lanes and diagram.lanes:
        yield _report.warning(
            diagram, node.element, f"“{node.name}” stands in no lane.", "Move it into a lane."
        )


def _unknown_lanes(diagram: Diagram, known: Collection[str]) -> Iterator[Problem]:
    for lane in diagram.lanes:
        lane_id = lane.get("id", "")
        if lane_id in known:
            continue
        name = names.one_line(lane.get("name")) or lane_id
        yield _report.error(
            diagram,
            lane,
            f"The lane “{name}” ({lane_id}) has no role.",
            f'Add it under [lanes] in {FILE_NAME}: {lane_id} = "line-manager".',
        )


def _roles(lane: str, text: str) -> Iterator[Problem]:
    if text.startswith("="):
        fault = fault_in_expression(text)
        messages = [f"The role of the lane {lane} is wrong: {fault}."] if fault else []
    else:
        unknown = [role for role in roles_in(text) if role not in LANE_ROLES]
        messages = [f"The lane {lane} has the unknown role “{role}”." for role in unknown]
        if not roles_in(text):
            messages = [f"The lane {lane} has no role."]
    for message in messages:
        yield _report.about_file(FILE_NAME, message, f"The roles are: {', '.join(LANE_ROLES)}.")
