"""To whom a task can be handed over: colleagues of the same agency who may do it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from engine.access import EVERY_MEMBER, Actor, Group, Opening
from engine.persistence.directory import Person, RoleGrant
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.absences import away_until
from engine.queries.actors import grant_holds, load_actors
from engine.queries.names import person_names
from engine.runtime.locking import read_task
from engine.runtime.moved_on import moved_on_error
from engine.runtime.permission import acting_group, way_in
from engine.runtime.sides import load_door
from engine.vocabulary import TaskState


@dataclass(frozen=True)
class TaskColleague:
    """Somebody who may do a task, and as what."""

    person_id: int
    name: str
    group: Group
    deputy_for: str | None = None
    """The name of the absent colleague in whose place they may."""
    away_until: datetime | None = None


def colleagues_of(
    work: UnitOfWork, actor: Actor, user_task_id: uuid.UUID, now: datetime
) -> tuple[TaskColleague, ...]:
    """Return to whom the actor can hand an open task over.

    Raises:
        NotFoundError, NotAllowedError: the task is not for this person.
        TaskMovedOnError: it is closed.
    """
    task = read_task(work, user_task_id).task
    group = acting_group(work, actor, task)
    if task.state != TaskState.OPEN:
        raise moved_on_error(work, task)
    return list_task_colleagues(work, task, group.agency_key, now, without=actor.person_id)


def list_task_colleagues(
    work: UnitOfWork, task: UserTask, agency_key: str, now: datetime, *, without: int
) -> tuple[TaskColleague, ...]:
    """Return who of an agency may do a task, but for one person: by name, the absent ones last."""
    door = load_door(work, task.case_id, task.id)
    ids = _candidates(work, door.openings, agency_key, now) - {without}
    actors = load_actors(work, ids, now)
    away = away_until(work, ids, now)
    ways = {
        actor: opening
        for actor in actors.values()
        if (opening := way_in(door, actor, task, agency_key=agency_key)) is not None
    }
    absent = {actor: opening.in_place_of(actor) for actor, opening in ways.items()}
    names = person_names(work, absent.values())
    found = [
        TaskColleague(
            actor.person_id,
            actor.name,
            opening.group,
            names.get(absent[actor] or 0),
            away.get(actor.person_id),
        )
        for actor, opening in ways.items()
    ]
    return tuple(sorted(found, key=_order))


def _candidates(
    work: UnitOfWork, openings: Iterable[Opening], agency_key: str, now: datetime
) -> set[int]:
    """Return who could come in by these openings, whatever bars there are."""
    asked = [opening for opening in openings if opening.group.agency_key == agency_key]
    named = [opening.person_id for opening in asked if opening.person_id != EVERY_MEMBER]
    roles = [opening.group.role for opening in asked if opening.person_id == EVERY_MEMBER]
    query = select(RoleGrant.person_id).where(
        RoleGrant.agency_key == agency_key,
        grant_holds(now),
        or_(RoleGrant.role.in_(roles), RoleGrant.deputy_for.in_(named)),
    )
    people = select(Person.id).where(and_(Person.id.in_(named), Person.active))
    return {*work.session.scalars(query), *work.session.scalars(people)}


def _order(colleague: TaskColleague) -> tuple[bool, str, int]:
    return colleague.away_until is not None, colleague.name, colleague.person_id
