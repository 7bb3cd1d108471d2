"""What is done in a trial run: where it begins, and its steps; enough to play it again."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

import orjson

from engine.runtime.remarks import Remarks

MOST_STEPS = 200


class Verb(StrEnum):
    """What a step does."""

    COMPLETE = "complete"
    MESSAGE = "message"
    UNTIL = "until"
    CLOSE = "close"
    TRANSFER = "transfer"


@dataclass(frozen=True)
class Beginning:
    """Where a run begins: a difference is about to be raised."""

    area: str
    agency: str
    """Key of the agency that raises."""
    person: str
    """E-mail address of the demonstration's person who raises."""
    at: datetime

    def document(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {**asdict(self), "at": self.at.isoformat()}

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        """Read what `document` returns."""
        return cls(**{**document, "at": datetime.fromisoformat(document["at"])})


@dataclass(frozen=True)
class TaskPlace:
    """One open task of a run. Its id is another one each time that the run is played."""

    element_id: str
    agency_key: str = ""
    """Of a task for each agency: whose it is."""
    number: int = 0
    """Which one of several alike, in the order of opening."""


@dataclass(frozen=True)
class RunStep:
    """One thing that is done."""

    verb: Verb
    target: str
    """An element, a message, an instant (ISO 8601), a reason to close, or an agency that joins."""
    person: str = ""
    """E-mail address of the demonstration's person who does it; empty: time passes."""
    place: TaskPlace | None = None
    """Of a task that is completed."""
    answers: Mapping[str, Any] = field(default_factory=dict)
    """By question. People of the directory by their e-mail address: ids may change."""
    remarks: Mapping[str, Any] = field(default_factory=dict)
    """As `Remarks.document` returns it."""
    leaving: str = ""
    """Of a transfer: the agency that leaves."""

    def document(self) -> dict[str, Any]:
        """Return it as JSON, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value or name == "target"}

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        """Read what `document` returns."""
        place = document.get("place")
        read = {"verb": Verb(document["verb"]), "place": TaskPlace(**place) if place else None}
        return cls(**{**document, **read})

    @property
    def said(self) -> Remarks:
        """The remarks beside the answers."""
        late = self.remarks.get("late") or {}
        return Remarks(
            kept_reasons=self.remarks.get("kept") or {},
            late_reason=late.get("reason"),
            late_words=late.get("words"),
            link_to_open_case=bool(self.remarks.get("link")),
        )


@dataclass(frozen=True)
class RunContent:
    """A whole run: playing it gives everything else."""

    beginning: Beginning
    steps: tuple[RunStep, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return it as JSON."""
        steps = [step.document() for step in self.steps]
        return {"beginning": self.beginning.document(), "steps": steps}

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        """Read what `document` returns."""
        steps: Sequence[Mapping[str, Any]] = document["steps"]
        return cls(Beginning.read(document["beginning"]), tuple(map(RunStep.read, steps)))

    @property
    def state(self) -> str:
        """A digest: another one after every step."""
        plain = orjson.dumps(self.document(), option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(plain).hexdigest()[:16]

    def first(self, count: int) -> "RunContent":
        """Return the run as it was after so many steps."""
        return replace(self, steps=self.steps[:count])

    def then(self, step: RunStep) -> "RunContent":
        """Return the run with one more step."""
        return replace(self, steps=(*self.steps, step))
