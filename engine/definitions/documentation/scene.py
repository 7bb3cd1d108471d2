"""What every part of the documentation looks things up in: one bundle, read once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element, Node
from engine.definitions.documentation.model import CarriedClause
from engine.definitions.subject import Subject
from forms.vocabulary import Vocabulary, vocabulary_of


@dataclass(frozen=True)
class Call:
    """A step that runs another process, with the texts and names that it hands over."""

    node: Node
    process_id: str
    given: Mapping[str, str]
    """What is written for each variable: FEEL with a leading `=`, or another variable's name."""


@dataclass(frozen=True, eq=False)
class Scene:
    """A bundle as far as it could be read."""

    subject: Subject

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The questions of all forms, and what calls give back."""
        return vocabulary_of(self.subject.forms.values(), dict(self._given_back()))

    def vocabulary_at(self, node: Node) -> Vocabulary:
        """Return what names mean in the process of a node."""
        process = process_of(node).get("id", "")
        return self.vocabulary.without(
            name for call in self.calls_of(process) for name in call.given
        )

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """Every call of another process."""
        return tuple(
            Call(node, node.element.get("calledElement", ""), _given(node))
            for diagram in self.subject.diagrams
            for node in diagram.of_kind("callActivity")
        )

    @cached_property
    def lanes(self) -> Mapping[str, Element]:
        """The lane of each flow node that stands in one, by the node's id."""
        return {
            names.text_of(reference): lane
            for diagram in self.subject.diagrams
            for lane in diagram.lanes
            for reference in lane.iterchildren(names.bpmn("flowNodeRef"))
        }

    @property
    def diagrams(self) -> tuple[Diagram, ...]:
        """The diagrams, the main one first."""
        main = self.subject.procedure.main if self.subject.procedure else ""
        return tuple(sorted(self.subject.diagrams, key=lambda one: (one.file != main, one.file)))

    def lane_of(self, node: Node) -> Element | None:
        """Return the lane of a node, or of the sub-process that it stands in."""
        element: Element | None = node.element
        while element is not None:
            lane = self.lanes.get(element.get("id", ""))
            if lane is not None:
                return lane
            element = element.getparent()
        return None

    def roles_of(self, lane: Element) -> str:
        """Return what `procedure.toml` says about a lane: roles, FEEL with a leading `=`, or ""."""
        procedure = self.subject.procedure
        return procedure.lane_roles.get(lane.get("id", ""), "") if procedure else ""

    def stage_of(self, node: Node) -> str:
        """Return the id of the stage of a node, or of the sub-process that it stands in, or ""."""
        element: Element | None = node.element
        while element is not None:
            stage = names.properties(element).get("stage", "")
            if stage:
                return stage
            element = element.getparent()
        return ""

    def stage_title(self, stage: str) -> str:
        """Return the title of a stage; an unknown one gives its id."""
        stages = self.subject.procedure.stages if self.subject.procedure else ()
        return next((one.title for one in stages if one.id == stage), stage)

    def clauses_of(self, node: Node) -> tuple[CarriedClause, ...]:
        """Return the clauses that a node names, with what they say."""
        return tuple(self._clause(name) for name in (node.property_value("clauses") or "").split())

    def process_name(self, process_id: str) -> str:
        """Return the name of a process; one that is not in the bundle gives its id."""
        found = (process for diagram in self.diagrams for process in diagram.processes)
        process = next((one for one in found if one.get("id") == process_id), None)
        name = names.one_line(process.get("name")) if process is not None else ""
        return name or process_id

    def calls_of(self, process_id: str) -> Iterator[Call]:
        """Yield the calls of one process."""
        return (call for call in self.calls if call.process_id == process_id)

    def _given_back(self) -> Iterator[tuple[str, str]]:
        for call in self.calls:
            for one in names.extensions(call.node.element):
                source = one.get("sourceExpression", "").removeprefix("=").strip()
                if one.tag == names.camunda("out") and source and one.get("target"):
                    yield one.get("target", ""), source

    def _clause(self, name: str) -> CarriedClause:
        clause = self.subject.clauses.find(name) if self.subject.clauses else None
        return CarriedClause(name, clause.paraphrase if clause else "")


def explained(element: Element) -> str:
    """Return the documentation of an element in one line, or ""."""
    return names.one_line(names.text_of(element.find(names.bpmn("documentation"))))


def process_of(node: Node) -> Element:
    """Return the process, or the event sub-process, in which a node stands."""
    element = node.scope
    while element.tag != names.bpmn("process") and element.get("triggeredByEvent") != "true":
        above = element.getparent()
        if above is None:
            break
        element = above
    return element


def _given(node: Node) -> dict[str, str]:
    return {
        one.get("target", ""): one.get("sourceExpression") or one.get("source") or ""
        for one in names.extensions(node.element)
        if one.tag == names.camunda("in") and one.get("target")
    }
