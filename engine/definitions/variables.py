"""Which variables the processes of a bundle know, who sets them, and what they can be."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element, Node
from engine.definitions.results import results_of
from engine.definitions.subject import Subject
from engine.definitions.values import ANYTHING, Values, answers_of
from forms.definition import FormDefinition
from forms.feel import FeelError

# Source: engine/runtime/parties.py, and engine/runtime/linked.py for the reporter.
PARTIES = frozenset(
    {
        "agencies",
        "raising_agency",
        "receiving_agency",
        "other_agencies",
        "social_care_agency",
        "partnership_office",
        "raised_by",
        "reporter_agency",
        "reported_by",
    }
)
"""What every case knows without a form that asks."""

_Place = tuple[str, str]
"""A process and the name of one of its variables."""


@dataclass
class _Process:
    """What was read of one process."""

    is_vague: bool = False
    """Whether somebody may set variables whom the files do not show."""
    lacks_forms: bool = False
    given: dict[str, Values] = field(default_factory=dict)
    givers: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))
    taken_from: dict[str, list[_Place]] = field(default_factory=lambda: defaultdict(list))
    handed_over: set[str] = field(default_factory=set)
    # Many calls may lead to one process: each name once, in the order of the file.
    sees_all_of: dict[str, None] = field(default_factory=dict)
    returns_all_of: dict[str, None] = field(default_factory=dict)
    is_called: bool = False

    def give(self, name: str, values: Values) -> None:
        self.given[name] = self.given.get(name, Values()).joined(values)


class Variables:
    """The variables of a bundle, by the id of their process and their name."""

    def __init__(self, subject: Subject) -> None:
        self._forms = subject.forms
        self._processes: dict[str, _Process] = defaultdict(_Process)
        self._found: dict[_Place, Values | None] = {}
        self.answer_lists: set[str] = set()
        """Names of lists with the answers of each agency."""
        main = None if subject.procedure is None else subject.procedure.main
        for diagram in subject.diagrams:
            for process, nodes in nodes_by_process(diagram):
                for node in nodes:
                    self._read(process.get("id", ""), node)
        for diagram in subject.diagrams:
            for process in diagram.processes:
                read = self._processes[process.get("id", "")]
                read.is_vague |= diagram.file != main and not read.is_called

    def of(self, process: str, name: str) -> Values | None:
        """Return what a variable can be, besides null; None: nothing ever sets it."""
        place = (process, name)
        if place not in self._found:
            self._found[place] = self._gathered(place)
        return self._found[place]

    def answers_to(self, key: str) -> Values | None:
        """Return what can be answered to the questions with this key, in whatever form."""
        found = [form.questions[key] for form in self._forms.values() if key in form.questions]
        result = answers_of(found[0]) if found else None
        for question in found[1:]:
            result = answers_of(question).joined(result or Values())
        return result

    def givers(self, process: str, name: str) -> tuple[Node, ...]:
        """Return the steps of a process that set a variable."""
        return tuple(self._processes[process].givers.get(name, ()))

    def comes_from_outside(self, process: str, name: str) -> bool:
        """Tell whether a variable may be set before the process begins, or by nobody's step."""
        read = self._processes[process]
        return (
            read.is_vague
            or name in PARTIES
            or name in read.handed_over
            or any(self.of(caller, name) is not None for caller in read.sees_all_of)
        )

    def _gathered(self, place: _Place) -> Values | None:
        found: Values | None = ANYTHING if place[1] in PARTIES else None
        waiting, seen, is_vague = [place], {place}, False
        while waiting:
            process, name = waiting.pop()
            read = self._processes.get(process)
            is_vague |= read is None or read.is_vague
            if read is None:
                continue
            if read.lacks_forms:
                return ANYTHING
            if name in read.given:
                found = read.given[name].joined(found or Values())
            others = [(other, name) for other in (*read.sees_all_of, *read.returns_all_of)]
            for other in (*read.taken_from.get(name, ()), *others):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return ANYTHING if found is None and is_vague else found

    def _read(self, process: str, node: Node) -> None:
        read = self._processes[process]
        if node.kind == "userTask":
            self._read_form(read, node)
        elif node.kind == "callActivity":
            self._read_call(process, node)
        elif node.kind in {"receiveTask", "intermediateCatchEvent", "boundaryEvent"}:
            is_message = "messageEventDefinition" in node.event_definitions
            read.is_vague |= is_message or node.kind == "receiveTask"
        mark = next(node.element.iterchildren(names.bpmn("multiInstanceLoopCharacteristics")), None)
        if mark is not None:
            read.give(mark.get(names.camunda("elementVariable"), ""), ANYTHING)
            read.handed_over.add(mark.get(names.camunda("elementVariable"), ""))

    def _read_form(self, read: _Process, node: Node) -> None:
        form: FormDefinition | None = self._forms.get(
            node.element.get(names.camunda("formKey"), "").strip()
        )
        if form is None:
            read.is_vague = read.lacks_forms = True
            return
        for key, question in form.questions.items():
            if question.is_variable:
                read.give(key, answers_of(question))
                read.givers[key].append(node)
        collected = node.property_value("outputCollection")
        if collected:
            self.answer_lists.add(collected)
            read.give(collected, ANYTHING)
            read.givers[collected].append(node)

    def _read_call(self, process: str, node: Node) -> None:
        called = node.element.get("calledElement", "").strip()
        there, here = self._processes[called], self._processes[process]
        there.is_called = True
        for mapping in names.extensions(node.element):
            is_in = mapping.tag == names.camunda("in")
            if mapping.tag not in {names.camunda("in"), names.camunda("out")}:
                continue
            if mapping.get("variables") == "all":
                if is_in:
                    there.sees_all_of[process] = None
                else:
                    here.returns_all_of[called] = None
                continue
            target = mapping.get("target", "").strip()
            if is_in:
                there.handed_over.add(target)
                _take(there, target, process, mapping)
            else:
                here.givers[target].append(node)
                _take(here, target, called, mapping)


def _take(taker: _Process, target: str, source_process: str, mapping: Element) -> None:
    """Let a variable take its value from an expression over another process."""
    written = mapping.get("sourceExpression", mapping.get("source", "")).strip()
    try:
        for result in results_of(written.removeprefix("=").strip()):
            if result.name:
                taker.taken_from[target].append((source_process, result.name))
            taker.give(target, result.values)
    except FeelError:  # another check's business
        taker.give(target, ANYTHING)


def nodes_by_process(diagram: Diagram) -> Iterator[tuple[Element, list[Node]]]:
    """Give every process of a diagram with all its flow nodes, those of sub-processes included."""
    found: dict[Element, list[Node]] = {process: [] for process in diagram.processes}
    top: dict[Element, Element] = {process: process for process in diagram.processes}
    for node in diagram.nodes.values():
        # A scope stands before what is in it, so that it has its process already.
        process = top.get(node.scope)
        if process is not None:
            top[node.element] = process
            found[process].append(node)
    yield from found.items()
