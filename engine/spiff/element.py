"""What a diagram says, as the rest of Concord reads it: processes, elements, sequence flows."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Timer:
    """When a timer event fires. `kind` is timeDate, timeDuration or timeCycle.

    `text` stands as in the diagram: static ISO 8601, or FEEL with a leading `=`.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Assignment:
    """One `camunda:in` or `camunda:out`: the value of `expression` (FEEL) goes to `target`."""

    expression: str
    target: str


@dataclass(frozen=True)
class Mappings:
    """What a call activity hands over and takes back."""

    sees_all: bool = False
    """The called process can read every variable of its caller (`camunda:in variables="all"`)."""
    returns_all: bool = False
    """The caller gets every variable of the called process (`camunda:out variables="all"`)."""
    inputs: tuple[Assignment, ...] = ()
    outputs: tuple[Assignment, ...] = ()


@dataclass(frozen=True)
class MultiInstance:
    """An activity that is done once for each entry of a list, side by side."""

    collection: str
    """FEEL for the list."""
    element_variable: str | None
    """Name under which each instance sees its own entry."""
    output_collection: str | None
    """Variable that gets the answers of all instances, in the order of the list."""
    completion_condition: str | None
    """FEEL; when it is true after an instance, the others are cancelled."""


@dataclass(frozen=True, eq=False)
class Element:
    """A flow node of a diagram: an event, an activity or a gateway."""

    id: str
    type: str
    """BPMN's name: userTask, serviceTask, exclusiveGateway, boundaryEvent …"""
    name: str
    process_id: str
    file: str
    line: int | None = None
    documentation: str | None = None
    parent_id: str | None = None
    """The embedded sub-process that it stands in, or None."""
    lane_id: str | None = None
    lane_name: str | None = None
    form_key: str | None = None
    agency_side: str | None = None
    stage: str | None = None
    clauses: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    attached_to: str | None = None
    """The activity on whose border a boundary event stands, or None."""
    interrupting: bool = False
    """A boundary event that ends its activity."""
    event: str | None = None
    """What an event waits for or throws: timer, message, terminate …; None for a plain event."""
    timer: Timer | None = None
    message: str | None = None
    """Name of the message that the element waits for or sends."""
    called_element: str | None = None
    mappings: Mappings = field(default_factory=Mappings)
    multi_instance: MultiInstance | None = None
    default_flow: str | None = None
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()


@dataclass(frozen=True)
class SequenceFlow:
    """An arrow from one element to another."""

    id: str
    name: str | None
    source_id: str
    target_id: str
    condition: str | None
    """FEEL without the leading `=`, or None."""
    process_id: str


@dataclass(frozen=True, eq=False)
class Process:
    """One process of a diagram."""

    id: str
    name: str
    file: str
    documentation: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    standing_yes: frozenset[str] = frozenset()
    """Variables of which one "yes" stands for the whole case; a later answer does not undo it."""
    lifted_from: str | None = None
    """The process that this one was an event sub-process of, or None."""
