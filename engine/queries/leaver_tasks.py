"""What somebody would leave open: steps that they work on, or that nobody else can do."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from engine.access import EVERY_MEMBER, Actor
from engine.persistence.cases import Case
from engine.persistence.directory import Person, RoleGrant
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.actors import grant_holds
from engine.queries.partnerships import administered_partnerships
from engine.vocabulary import TaskState


class Left(StrEnum):
    """Why an open step concerns somebody who leaves."""

    ONLY_ONE = "only_one"
    """Nobody else of the role is there: the next level of the agency is asked."""
    NAMED = "named"
    """They are asked by name: the next level is asked."""
    CLAIMED = "claimed"
    """They work on it: colleagues of the same role see that it is free again."""


@dataclass(frozen=True)
class LeftTask:
    """An open step that somebody would leave. Never what people wrote in it."""

    user_task_id: uuid.UUID
    process_instance_id: uuid.UUID
    reference: str
    name: str
    stage: str
    due_at: datetime | None
    why: Left


def list_left_tasks(
    work: UnitOfWork, actor: Actor, person_id: int, now: datetime, *, limit: int = 100
) -> tuple[LeftTask, ...]:
    """Return the open steps of the actor's partnerships that somebody would leave: due first.

    Danger comes first, then what is due first; at most `limit`.
    """
    only, named = _only_one(person_id, now), _named(person_id)
    query = (
        select(UserTask, Case.reference, only.label("is_only_one"), named.label("is_named"))
        .join(Case, Case.id == UserTask.case_id)
        .where(
            UserTask.state == TaskState.OPEN,
            Case.partnership_key.in_(administered_partnerships(work, actor)),
            or_(UserTask.claimed_by == person_id, only, named),
        )
        .order_by(UserTask.is_danger.desc(), UserTask.due_at.is_(None), UserTask.due_at)
        .limit(limit)
    )
    return tuple(
        LeftTask(
            user_task_id=task.id,
            process_instance_id=task.process_instance_id,
            reference=reference,
            name=task.name,
            stage=task.stage,
            due_at=task.due_at,
            why=_why(is_only_one=bool(is_only), is_named=bool(is_named)),
        )
        for task, reference, is_only, is_named in work.session.execute(query)
    )


def count_by_reason(tasks: Iterable[LeftTask]) -> dict[Left, int]:
    """Return how many of the steps are left for each reason."""
    found: dict[Left, int] = {}
    for task in tasks:
        found[task.why] = found.get(task.why, 0) + 1
    return found


def _why(*, is_only_one: bool, is_named: bool) -> Left:
    if is_named:
        return Left.NAMED
    return Left.ONLY_ONE if is_only_one else Left.CLAIMED


def _named(person_id: int) -> ColumnElement[bool]:
    asked = aliased(TaskCandidate)
    return exists().where(asked.user_task_id == UserTask.id, asked.person_id == person_id)


def _only_one(person_id: int, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a group is asked in which nobody but the person can act."""
    asked, theirs = aliased(TaskCandidate), aliased(RoleGrant)
    colleague = exists().where(
        RoleGrant.agency_key == asked.agency_key,
        RoleGrant.role == asked.role,
        RoleGrant.person_id != person_id,
        # A deputy of theirs loses the role together with them.
        or_(RoleGrant.deputy_for.is_(None), RoleGrant.deputy_for != person_id),
        grant_holds(now),
        Person.id == RoleGrant.person_id,
        Person.active.is_(True),
    )
    is_theirs = and_(
        theirs.agency_key == asked.agency_key,
        theirs.role == asked.role,
        theirs.person_id == person_id,
        theirs.valid_from <= now,
        or_(theirs.valid_to.is_(None), theirs.valid_to > now),
    )
    return exists().where(
        asked.user_task_id == UserTask.id,
        asked.person_id == EVERY_MEMBER,
        is_theirs,
        ~colleague.correlate_except(RoleGrant, Person),
    )
