"""A thing of a diagram that has an id of its own, as the comparison reads it."""

from dataclasses import dataclass
from functools import cached_property

from engine.definitions import names
from engine.definitions.comparison.facts import facts_of
from engine.definitions.diagram import Element

_TIMER = "timerEventDefinition"


@dataclass(frozen=True, eq=False)
class Item:
    """A flow node, flow, lane, process, note, message …; `key` is its id, or a stand-in for one."""

    key: str
    kind: str
    file: str
    element: Element
    parent: str
    """The key of the process or sub-process that it stands in."""
    process: str

    @cached_property
    def facts(self) -> dict[str, str]:
        """Everything it says except id, name and documentation."""
        return facts_of(self.element)

    @cached_property
    def name(self) -> str:
        """Its name in one line; of a note its text."""
        if self.kind == "textAnnotation":
            return names.one_line(self.element.findtext(names.bpmn("text")))
        return names.one_line(self.element.get("name"))

    @property
    def title(self) -> str:
        """Its name, or its id where it has none."""
        return self.name or self.key

    @cached_property
    def documentation(self) -> str:
        """What explains it to people."""
        return " ".join(
            names.one_line(part.text)
            for part in self.element.iterchildren(names.bpmn("documentation"))
        ).strip()

    def property_value(self, name: str) -> str:
        """Return a Camunda property, or ""."""
        return self.facts.get(f"property:{name}", "")

    @property
    def is_node(self) -> bool:
        """Whether it is a flow node."""
        return self.kind in names.FLOW_NODES

    @property
    def is_notice(self) -> bool:
        """Whether it tells somebody something."""
        return self.kind == "serviceTask" and self.property_value("operation") in {"", "notify"}

    @property
    def is_timer(self) -> bool:
        """Whether it is an event that waits for a time."""
        return self.kind in names.EVENTS and _TIMER in self.facts

    @property
    def host(self) -> str:
        """The key of the activity on whose border it stands, or ""."""
        return self.facts.get("attachedToRef", "")

    @property
    def is_interrupting(self) -> bool:
        """Whether a boundary event ends the activity that it stands on."""
        return self.facts.get("cancelActivity", "true") != "false"

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that it names."""
        return tuple(self.property_value("clauses").split())
