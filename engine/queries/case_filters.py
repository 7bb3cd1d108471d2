"""Which cases a list shows, of those that have reached somebody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Exists, exists

from engine.access import Actor
from engine.persistence.cases import Case, CaseAgency
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.vocabulary import TaskState

WAITING = ("us", "others")
ATTENTION = ("danger", "overdue")


@dataclass(frozen=True)
class CaseFilter:
    """Which cases; what is empty does not matter."""

    ended: bool | None = None
    """Only those that have ended, or only those that have not."""
    closed_as: str | None = None
    """Only those that were closed outside their procedure for this reason."""
    reference: str = ""
    """A part of the reference."""
    waiting_for: str | None = None
    """One of `WAITING`: a step waits for the actor's own agencies, or for others alone."""
    attention: str | None = None
    """One of `ATTENTION`: a child in danger, or a time limit that has passed."""
    area_key: str | None = None
    agency_key: str | None = None
    """An agency that takes part."""
    stage: str | None = None
    """The stage in which a case is now, or ended."""

    def conditions(self, actor: Actor, now: datetime) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions of the list."""
        if self.ended is not None:
            yield Case.ended_at.is_not(None) if self.ended else Case.ended_at.is_(None)
        if self.closed_as is not None:
            yield Case.closed_as == self.closed_as
        if self.reference:
            yield Case.reference.contains(self.reference.upper(), autoescape=True)
        if self.area_key is not None:
            yield Case.area_key == self.area_key
        if self.stage is not None:
            yield Case.stage == self.stage
        if self.agency_key is not None:
            yield exists().where(
                CaseAgency.case_id == Case.id, CaseAgency.agency_key == self.agency_key
            )
        yield from self._open_tasks(actor, now)

    def _open_tasks(self, actor: Actor, now: datetime) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions on the open tasks."""
        if self.attention == "danger":
            yield _has_task(UserTask.is_danger.is_(True))
        if self.attention == "overdue":
            yield _has_task(UserTask.is_danger.is_(False), UserTask.due_at <= now)
        own = _is_asked(TaskCandidate.agency_key.in_(actor.agencies))
        if self.waiting_for == "us":
            yield _has_task(own)
        if self.waiting_for == "others":
            yield _has_task(_is_asked())
            yield ~_has_task(own)


def _has_task(*conditions: ColumnElement[bool]) -> Exists:
    return exists().where(
        UserTask.case_id == Case.id, UserTask.state == TaskState.OPEN, *conditions
    )


def _is_asked(*conditions: ColumnElement[bool]) -> Exists:
    return exists().where(TaskCandidate.user_task_id == UserTask.id, *conditions)
