"""No constructs that the engine cannot run safely."""

from collections.abc import Iterator
from typing import NamedTuple

from engine.definitions import names
from engine.definitions.diagram import Element
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "unsupported-constructs"
_report = Reporter(NAME)


class _Refusal(NamedTuple):
    what: str
    remedy: str


# Source: tried in SpiffWorkflow 3.2.0. Most of these are not refused there: they do nothing,
# silently, or stop the case for ever.
_BY_KIND = {
    "complexGateway": _Refusal("A complex gateway", "Use exclusive gateways with conditions."),
    "businessRuleTask": _Refusal("A business rule task", "Use gateways with FEEL conditions."),
    "adHocSubProcess": _Refusal("An ad-hoc sub-process", "Draw the order of the steps."),
    "transaction": _Refusal("A transaction", "Use a plain sub-process."),
    "compensateEventDefinition": _Refusal("Compensation", "Draw the way back as steps."),
    "conditionalEventDefinition": _Refusal(
        "A conditional event", "Use a gateway after the step that sets the value, or a timer."
    ),
    "linkEventDefinition": _Refusal("A link event", "Draw the sequence flow."),
    "cancelEventDefinition": _Refusal("A cancel event", "Draw the way out as a gateway."),
    "childLaneSet": _Refusal("A lane inside a lane", "Use one row of lanes, one for each role."),
    "choreography": _Refusal("A choreography", "Draw one process with lanes."),
    "globalChoreographyTask": _Refusal("A choreography", "Draw one process with lanes."),
    "conversation": _Refusal("A conversation", "Draw one process with lanes."),
    "subConversation": _Refusal("A conversation", "Draw one process with lanes."),
    "standardLoopCharacteristics": _Refusal(
        "A loop mark", "Draw the loop: a gateway after the step, with a flow back to it."
    ),
    "task": _Refusal(
        "A step without a type", "Choose user task (with a form) or service task (a notification)."
    ),
    "manualTask": _Refusal("A manual task", "Choose user task, and give it a form."),
}


def check(subject: Subject) -> Iterator[Problem]:
    """Find elements of BPMN that would do nothing, or stop a case."""
    for diagram in subject.diagrams:
        for element, kind in diagram.elements:
            refusal = _BY_KIND.get(kind) or _by_attributes(element, kind)
            if refusal is not None:
                owner = _owner(element)
                name = names.one_line(owner.get("name")) or owner.get("id") or "?"
                yield _report.error(
                    diagram,
                    owner,
                    f"{refusal.what} (“{name}”) cannot be run.",
                    refusal.remedy,
                )


def _by_attributes(element: Element, kind: str) -> _Refusal | None:
    if element.get("isForCompensation") == "true":
        return _BY_KIND["compensateEventDefinition"]
    if kind == "signalEventDefinition" and _parent_kind(element) == "endEvent":
        return _Refusal("A signal end event", "Use a notification, then a plain end event.")
    if kind == "eventBasedGateway" and element.get("instantiate") == "true":
        return _Refusal("An event gateway that starts a process", "Use a plain start event.")
    if kind in names.EVENTS and element.get("parallelMultiple") == "true":
        return _Refusal("An event that waits for several events", "Use one event for each.")
    return None


def _parent_kind(element: Element) -> str:
    parent = element.getparent()
    return "" if parent is None else names.kind(parent)


def _owner(element: Element) -> Element:
    if names.kind(element).endswith(("EventDefinition", "Characteristics", "childLaneSet")):
        parent = element.getparent()
        return element if parent is None else parent
    return element
