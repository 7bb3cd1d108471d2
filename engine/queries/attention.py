"""What an administrator should look at today, in the cases of their own partnerships."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select, tuple_

from engine.access import EVERY_MEMBER, Actor
from engine.context import Engine
from engine.errors import NotAllowedError
from engine.persistence.cases import Case
from engine.persistence.directory import Agency, Person, RoleGrant
from engine.persistence.instances import Incident, ProcessInstance
from engine.persistence.operations import Suspension
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.actors import grant_holds
from engine.queries.administered import is_administered_by, select_administered
from engine.vocabulary import IncidentState, Role, TaskState

MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Tally:
    """How many there are, and the oldest of them."""

    count: int
    """At most `MOST_COUNTED`, and one more for those beyond."""
    oldest: datetime | None


@dataclass(frozen=True)
class Attention:
    """What waits for an administrator. Nothing of it names a child or a person."""

    danger_notices: Tally
    """Danger alerts that did not reach somebody."""
    incidents: Tally
    """Steps that failed and have not been put right."""
    notices: Tally
    """Other notices that did not reach somebody."""
    waiting_for_nobody: Tally
    """Open tasks of groups in which nobody is; a group with somebody may be asked as well."""
    on_hold: Tally
    """Suspended process instances."""


def load_attention(engine: Engine, work: UnitOfWork, actor: Actor) -> Attention:
    """Return what waits for this administrator.

    Raises:
        NotAllowedError: the actor is no administrator.
    """
    if not actor.has_role(Role.ADMINISTRATOR):
        message = "Only an administrator of a partnership’s office can see this."
        raise NotAllowedError(message)
    now = engine.clock.now()
    is_notice = Incident.notification_id.is_not(None)
    incidents = _own(
        actor, select(Incident.raised_at).join(Case, Case.id == Incident.case_id)
    ).where(Incident.state == IncidentState.OPEN)
    on_hold = _own(
        actor,
        select(Suspension.since)
        .join(ProcessInstance, ProcessInstance.id == Suspension.process_instance_id)
        .join(Case, Case.id == ProcessInstance.case_id),
    )
    return Attention(
        danger_notices=_tally(work, incidents.where(is_notice, Incident.is_danger)),
        incidents=_tally(work, incidents.where(~is_notice)),
        notices=_tally(work, incidents.where(is_notice, ~Incident.is_danger)),
        waiting_for_nobody=_waiting_for_nobody(work, actor, now),
        on_hold=_tally(work, on_hold),
    )


def _own(actor: Actor, query: Select[datetime]) -> Select[datetime]:
    return query.where(is_administered_by(actor)).limit(MOST_COUNTED + 1)


def _tally(work: UnitOfWork, query: Select[Any]) -> Tally:
    found = query.subquery()
    row = work.session.execute(select(func.count(), func.min(found.c[0]))).one()
    return Tally(row[0], row[1])


def _waiting_for_nobody(work: UnitOfWork, actor: Actor, now: datetime) -> Tally:
    """Count open tasks of which no asked group has anybody.

    Groups without anybody are few, and found in the directory first: only their tasks are read.
    """
    empty = _empty_groups(work, actor, now)
    if not empty:
        return Tally(0, None)
    somebody = exists().where(
        TaskCandidate.user_task_id == UserTask.id,
        or_(
            TaskCandidate.person_id != EVERY_MEMBER,
            tuple_(TaskCandidate.agency_key, TaskCandidate.role).not_in(empty),
        ),
    )
    of_empty = select(TaskCandidate.user_task_id).where(
        tuple_(TaskCandidate.agency_key, TaskCandidate.role).in_(empty),
        TaskCandidate.person_id == EVERY_MEMBER,
    )
    query = (
        select(UserTask.opened_at)
        .where(UserTask.state == TaskState.OPEN, UserTask.id.in_(of_empty), ~somebody)
        .limit(MOST_COUNTED + 1)
    )
    return _tally(work, query)


def _empty_groups(work: UnitOfWork, actor: Actor, now: datetime) -> list[tuple[str, str]]:
    """Return every role of every agency of the actor's partnerships that nobody holds now."""
    own = select_administered(actor)
    agencies = list(work.session.scalars(select(Agency.key).where(Agency.partnership_key.in_(own))))
    held = {
        (agency, role)
        for agency, role in work.session.execute(
            select(RoleGrant.agency_key, RoleGrant.role)
            .join(Person, Person.id == RoleGrant.person_id)
            .where(RoleGrant.agency_key.in_(agencies), Person.active, grant_holds(now))
            .distinct()
        )
    }
    every = [(agency, role.value) for agency in agencies for role in Role]
    return [group for group in every if group not in held]
