"""One case as the report knows it: times, places and codes, never a text and never a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from engine.limits import verdict_of
from engine.vocabulary import LimitVerdict, TaskState

Code = str | tuple[str, ...]


class Step(NamedTuple):
    """One user task."""

    element_id: str
    stage: str
    role: str
    """The role that was asked first."""
    side: str
    agency: str | None
    """The agency that did it; before that, the one agency that it is for, if it is for one."""
    form_key: str
    state: str
    is_danger: bool
    is_main: bool
    """Whether it belongs to the main process, not to a linked one."""
    opened_at: datetime
    closed_at: datetime | None
    codes: Mapping[str, Code]
    """Answers to questions with options that the partnership's office may read, by question."""

    @property
    def is_done(self) -> bool:
        """Whether somebody did it."""
        return self.state == TaskState.COMPLETED

    def says(self, question: str, *codes: str) -> bool:
        """Tell whether one of these options was chosen."""
        given = self.codes.get(question, ())
        chosen = (given,) if isinstance(given, str) else given
        return any(code in chosen for code in codes)


class Limit(NamedTuple):
    """One run of a time limit."""

    element_id: str
    stage: str
    agencies: tuple[str, ...]
    """Who did what it is for; as long as nobody has, all who are asked."""
    due_at: datetime
    met_at: datetime | None
    recorded_at: datetime | None
    late_reason: str | None

    @property
    def ended_at(self) -> datetime:
        """When it was over: recorded before its end, or run out."""
        return self.due_at if self.recorded_at is None else min(self.due_at, self.recorded_at)

    def verdict(self, now: datetime) -> LimitVerdict | None:
        """Return what became of it, as `engine/limits.py` decides."""
        return verdict_of(self.due_at, self.met_at, self.recorded_at, now)


@dataclass(frozen=True)
class ReportedCase:
    """One case that was raised."""

    process_definition_id: int
    """The version in force when it was raised."""
    area: str
    raising: str
    receiving: tuple[str, ...]
    raised_at: datetime
    ended_at: datetime | None
    outcome: str | None
    closed_as: str | None
    steps: tuple[Step, ...]
    """In the order of opening."""
    limits: tuple[Limit, ...]
    notices: tuple[tuple[str, datetime], ...] = ()
    """Templates that the report counts, with when they were queued."""

    @property
    def agencies(self) -> frozenset[str]:
        """The two sides."""
        return frozenset((self.raising, *self.receiving))

    def packed(self) -> list[Any]:
        """Return it as JSON keeps it: moments as seconds since 1970."""
        return [
            self.process_definition_id,
            self.area,
            self.raising,
            self.receiving,
            _seconds(self.raised_at),
            _seconds(self.ended_at),
            self.outcome,
            self.closed_as,
            [[*s[:9], _seconds(s.opened_at), _seconds(s.closed_at), s.codes] for s in self.steps],
            [[*one[:3], *map(_seconds, one[3:6]), one.late_reason] for one in self.limits],
            [[template, at.timestamp()] for template, at in self.notices],
        ]


def unpacked(kept: list[Any]) -> ReportedCase:
    """Return what `packed` gave."""
    *head, steps, limits, notices = kept
    definition, area, raising, receiving, raised_at, ended_at, outcome, closed_as = head
    return ReportedCase(
        process_definition_id=definition,
        area=area,
        raising=raising,
        receiving=tuple(receiving),
        raised_at=datetime.fromtimestamp(raised_at, UTC),
        ended_at=_moment(ended_at),
        outcome=outcome,
        closed_as=closed_as,
        steps=tuple(
            Step._make((*s[:9], datetime.fromtimestamp(s[9], UTC), _moment(s[10]), _codes(s[11])))
            for s in steps
        ),
        limits=tuple(
            Limit(
                element_id=one[0],
                stage=one[1],
                agencies=tuple(one[2]),
                due_at=datetime.fromtimestamp(one[3], UTC),
                met_at=_moment(one[4]),
                recorded_at=_moment(one[5]),
                late_reason=one[6],
            )
            for one in limits
        ),
        notices=tuple((template, datetime.fromtimestamp(at, UTC)) for template, at in notices),
    )


def _codes(kept: Mapping[str, Any]) -> Mapping[str, Code]:
    return {key: code if isinstance(code, str) else tuple(code) for key, code in kept.items()}


def _seconds(at: datetime | None) -> float | None:
    return None if at is None else at.timestamp()


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
