"""One of the two versions, read for comparing: its things by key, and who carries which clause."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from engine.definitions import names
from engine.definitions.bundle import Bundle
from engine.definitions.comparison.facts import stands_alone
from engine.definitions.comparison.item import Item
from engine.definitions.diagram import Diagram, Element
from engine.definitions.subject import Subject, read_subject
from forms.vocabulary import Vocabulary, vocabulary_of

_MENTIONED = re.compile(r"\b[A-Z]{1,3}\d?-\d{2}[a-z]?\b")
_LANE_SETS = frozenset({"laneSet", "childLaneSet"})
_PARTS = frozenset({"extensionElements", "documentation"})


class Edition:
    """The files of one version, and what could be read from them."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.subject: Subject = read_subject(bundle.files)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every thing with an id of its own, in the order of the files; of two alike the first.

        Whatever has no id, or one that stands twice, gets a stand-in key, so that it is seen.
        """
        found: dict[str, Item] = {}
        for diagram in self.subject.diagrams:
            for item in _items(diagram):
                key, number = item.key, 2
                while key in found:
                    key, number = f"{item.key} ({number})", number + 1
                found[key] = item if key == item.key else _with_key(item, key)
        return found

    @cached_property
    def nodes(self) -> Mapping[str, Item]:
        """The flow nodes."""
        return {key: item for key, item in self.items.items() if item.is_node}

    @cached_property
    def flows(self) -> Mapping[str, Item]:
        """The sequence flows."""
        return {key: item for key, item in self.items.items() if item.kind == "sequenceFlow"}

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Item, ...]]:
        """The flows that leave a node."""
        return _by_end(self.flows.values(), "sourceRef")

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Item, ...]]:
        """The flows that come to a node."""
        return _by_end(self.flows.values(), "targetRef")

    @cached_property
    def lanes(self) -> Mapping[str, Item]:
        """The lanes."""
        return {key: item for key, item in self.items.items() if item.kind == "lane"}

    def lane_of(self, item: Item) -> Item | None:
        """Return the lane of a node; inside a sub-process that of the sub-process."""
        for _ in range(100):
            lane = self._lane_keys.get(item.key)
            if lane is not None:
                return self.lanes.get(lane)
            parent = self.nodes.get(item.parent)
            if parent is None:
                return None
            item = parent
        return None

    def frame_of(self, process: str) -> str:
        """Return the key of the frame (participant) that a process is drawn in, or ""."""
        return self._frames.get(process, "")

    @cached_property
    def tasks_of_form(self) -> Mapping[str, tuple[Item, ...]]:
        """The user tasks by the form that they show."""
        found: dict[str, list[Item]] = defaultdict(list)
        for node in self.nodes.values():
            if node.facts.get("formKey"):
                found[node.facts["formKey"]].append(node)
        return {key: tuple(tasks) for key, tasks in found.items()}

    def clauses_of(self, item: Item) -> tuple[str, ...]:
        """Return the clauses that a thing carries, or that what it belongs to does.

        A clock without clauses of its own has those of its step, what a clock leads to those of
        the clock, and a flow those of the node that it leaves.
        """
        own = (*item.clauses, *self._carried.get(item.key, ()))
        if own:
            return tuple(dict.fromkeys(own))
        for near in self._nearby(item):
            found = (*near.clauses, *self._carried.get(near.key, ()))
            if found:
                return tuple(dict.fromkeys(found))
        return ()

    def _nearby(self, item: Item) -> Iterator[Item]:
        """Yield whose clauses a thing without its own has."""
        if item.is_node:
            keys = [item.host]
            sources = (flow.facts.get("sourceRef", "") for flow in self.incoming.get(item.key, ()))
            keys += [key for key in sources if key in self.nodes and self.nodes[key].is_timer]
        else:
            keys = [item.facts.get("sourceRef", ""), item.facts.get("targetRef", "")]
        yield from (self.nodes[key] for key in keys if key in self.nodes)

    def clauses_of_question(self, form: str, key: str, words: str) -> tuple[str, ...]:
        """Return the clauses of a question: carried by it, named in its words, or of its form."""
        known = self.subject.clauses.clauses if self.subject.clauses else {}
        own = [c for c in known if (form, key) in known[c].fields]
        own += [c for c in _MENTIONED.findall(words) if c in known]
        own = own or [c for c in known if (form, "") in known[c].fields]
        tasks = self.tasks_of_form.get(form, ())
        own = own or [c for task in tasks for c in self.clauses_of(task)]
        return tuple(dict.fromkeys(own))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What names in expressions mean."""
        return vocabulary_of(self.subject.forms.values())

    def answer_anywhere(self, value: str) -> str:
        """Return the label of the first option with this value in any form, or ""."""
        return self._labels.get(value, "")

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for form in self.subject.forms.values():
            for field in form.all_fields():
                for option in field.options:
                    found.setdefault(option.value, option.label)
        return found

    @cached_property
    def _carried(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        if self.subject.clauses is not None:
            for clause in self.subject.clauses.clauses.values():
                for element in clause.elements:
                    found[element].append(clause.id)
        return {key: tuple(clauses) for key, clauses in found.items()}

    @cached_property
    def _frames(self) -> Mapping[str, str]:
        return {
            item.facts.get("processRef", ""): key
            for key, item in self.items.items()
            if item.kind == "participant"
        }

    @cached_property
    def _lane_keys(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for key, lane in self.lanes.items():
            for member in lane.element.iterchildren(names.bpmn("flowNodeRef")):
                # Lanes in lanes come later, and stand closer to the step.
                found[names.text_of(member)] = key
        return found


def _items(diagram: Diagram) -> Iterator[Item]:
    waiting: list[tuple[Element, str, str]] = [(diagram.root, "", "")]
    number = 0
    while waiting:
        owner, parent, process = waiting.pop()
        for child in owner:
            kind = names.kind(child)
            if kind in _LANE_SETS:
                waiting.append((child, parent, process))
            elif kind and kind not in _PARTS and stands_alone(owner, child):
                number += 1
                key = child.get("id") or f"{kind} {number} without id"
                inner = process or (key if kind == "process" else "")
                yield Item(key, kind, diagram.file, child, parent, inner)
                waiting.append((child, parent if kind == "lane" else key, inner))


def _with_key(item: Item, key: str) -> Item:
    return Item(key, item.kind, item.file, item.element, item.parent, item.process)


def _by_end(flows: Iterable[Item], end: str) -> Mapping[str, tuple[Item, ...]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for flow in flows:
        found[flow.facts.get(end, "")].append(flow)
    return {key: tuple(several) for key, several in found.items()}
