"""What a comparison finds: differences, each with its place, its weight and a sentence."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Weight(StrEnum):
    """How much a difference matters."""

    CONSEQUENCE = "consequence"
    """It changes what happens to a case, or what the policy asks."""
    WORDING = "wording"
    """Other words for the same, or examples and notes."""
    DRAWING = "drawing"
    """Only where or how something is drawn or saved."""


class Kind(StrEnum):
    """What a difference is about; the order is that of the tables."""

    LIMITS = "limits"
    RECIPIENTS = "recipients"
    ROLES = "roles"
    SIDES = "sides"
    FLOW = "flow"
    FORMS = "forms"
    CALLS = "calls"
    MESSAGES = "messages"
    CLAUSES = "clauses"
    PROCEDURE = "procedure"
    TEXTS = "texts"
    SCENARIOS = "scenarios"
    LAYOUT = "layout"
    FILES = "files"


KIND_TITLES: dict[Kind, str] = {
    Kind.LIMITS: "Time limits",
    Kind.RECIPIENTS: "Who is told",
    Kind.ROLES: "Who does it",
    Kind.SIDES: "Which agency does it",
    Kind.FLOW: "Steps and ways",
    Kind.FORMS: "Forms and questions",
    Kind.CALLS: "Called diagrams",
    Kind.MESSAGES: "Messages",
    Kind.CLAUSES: "Clauses of the policy",
    Kind.PROCEDURE: "The procedure as a whole",
    Kind.TEXTS: "Names and explanations",
    Kind.SCENARIOS: "Scenarios",
    Kind.LAYOUT: "Drawing",
    Kind.FILES: "Other files",
}


class Change(StrEnum):
    """What became of the thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    """It stands elsewhere in the drawing."""


@dataclass(frozen=True)
class Place:
    """Where a difference is. `kind` is element, flow, lane, form, field, clause, scenario or file.

    A field's id is `FORM.key`. `file` is the diagram, empty for other places; `noun` is what
    people call such an element: step, question, notice, limit …
    """

    kind: str
    id: str
    name: str
    file: str = ""
    noun: str = ""


@dataclass(frozen=True)
class Difference:
    """One difference between two versions."""

    kind: Kind
    change: Change
    weight: Weight
    place: Place
    aspect: str
    """What of the place differs: `duration`, `recipients`, `label` …"""
    old: str
    new: str
    sentence: str
    """The difference for somebody who reads nothing else."""
    clauses: tuple[str, ...] = ()
    """Short ids of the clauses that the place carries, in either version."""
    touched_old: tuple[str, ...] = ()
    """Ids of what it concerns in the diagrams of the old version, to be marked there."""
    touched_new: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "kind": str(self.kind),
            "change": str(self.change),
            "weight": str(self.weight),
            "place": vars(self.place),
            "aspect": self.aspect,
            "old": self.old,
            "new": self.new,
            "sentence": self.sentence,
            "clauses": list(self.clauses),
        }


@dataclass(frozen=True)
class Comparison:
    """Two versions, compared. `unread` says what could not be read, and so was not compared."""

    differences: tuple[Difference, ...]
    summary: tuple[str, ...]
    """What changes for people, in a few sentences."""
    unread: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    def of_weight(self, *weights: Weight) -> tuple[Difference, ...]:
        """Return the differences of these weights."""
        return tuple(found for found in self.differences if found.weight in weights)

    def count(self, weight: Weight) -> int:
        """Return how many differences have this weight."""
        return len(self.of_weight(weight))

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "summary": list(self.summary),
            "counts": {str(weight): self.count(weight) for weight in Weight},
            "unread": list(self.unread),
            "differences": [found.as_dict() for found in self.differences],
        }
