"""What the documentation of a procedure says. Pages, PDF and DOCX are laid out from it."""

from dataclasses import dataclass
from typing import Literal

StepKind = Literal["task", "notice", "call", "frame", "other"]
PartKind = Literal["main", "message", "called"]


@dataclass(frozen=True)
class CarriedClause:
    """A clause of the policy that an element carries, with what it says in our own words."""

    id: str
    paraphrase: str
    """Empty: the list of clauses does not know it."""


@dataclass(frozen=True)
class Limit:
    """A time limit on a step, or on the stage around it."""

    name: str
    """As the diagram labels its clock."""
    length: str
    effect: str
    """What happens when it passes."""


@dataclass(frozen=True)
class FormUse:
    """The form of a step."""

    key: str
    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One thing that people, or Concord by itself, do, or a frame around several of them.

    `who` has one line for each group; `told` are sentences; `leads_to` says what comes next.
    """

    element_id: str
    number: int
    kind: StepKind
    name: str
    to_do: str
    who: tuple[str, ...]
    form: FormUse | None
    limits: tuple[Limit, ...]
    told: tuple[str, ...]
    leads_to: str
    clauses: tuple[CarriedClause, ...]


@dataclass(frozen=True)
class StepGroup:
    """The steps of one stage; without a title they belong to none."""

    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Answer:
    """One way out of a decision. `condition` is empty for the way that is taken otherwise."""

    label: str
    condition: str
    leads_to: str


@dataclass(frozen=True)
class Decision:
    """A question that the diagram asks, and where each answer leads."""

    element_id: str
    stage: str
    """Title of the stage in which it is asked, or empty."""
    question: str
    explained: str
    answers: tuple[Answer, ...]
    clauses: tuple[CarriedClause, ...]


@dataclass(frozen=True)
class End:
    """A way in which a part of the procedure can end."""

    element_id: str
    name: str
    explained: str


@dataclass(frozen=True)
class Part:
    """The main process, what a message starts at any time, or a process that others call."""

    id: str
    kind: PartKind
    title: str
    about: str
    begins: str
    """What it begins with, as a sentence."""
    called_from: tuple[str, ...]
    """Names of the steps that call it."""
    groups: tuple[StepGroup, ...]
    decisions: tuple[Decision, ...]
    ends: tuple[End, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return all steps in their order."""
        return tuple(step for group in self.groups for step in group.steps)


@dataclass(frozen=True)
class LaneRow:
    """A lane with the roles that it stands for, one line each."""

    name: str
    explained: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question of a form."""

    group: str
    label: str
    hint: str
    answer: str
    """Kind of answer, choices and bounds, in words."""
    asked: str
    """When it is asked, and whether it may be left empty."""
    read_by: str


@dataclass(frozen=True)
class FormSheet:
    """A form with its questions, and the steps that use it."""

    key: str
    title: str
    used_in: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class ClauseRow:
    """A clause of the policy, and what carries it; `not_modelled` says why nothing does."""

    id: str
    source: str
    strength: str
    paraphrase: str
    carried_by: tuple[str, ...]
    not_modelled: str


@dataclass(frozen=True)
class DrawnFile:
    """A diagram of the bundle that can be drawn."""

    path: str
    name: str
    element_ids: frozenset[str]


@dataclass(frozen=True)
class Documentation:
    """A whole procedure in one edition.

    `unread` are sentences about files that could not be read: a draft may hold some.
    """

    title: str
    edition: str
    about: str
    stages: tuple[str, ...]
    parts: tuple[Part, ...]
    lanes: tuple[LaneRow, ...]
    forms: tuple[FormSheet, ...]
    clauses: tuple[ClauseRow, ...]
    drawings: tuple[DrawnFile, ...]
    unread: tuple[str, ...]
