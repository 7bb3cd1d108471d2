"""The rule of `engine.access.Opening.admits` as SQL."""

from sqlalchemy import ColumnElement, and_, or_, select, tuple_

from engine.access import EVERY_MEMBER, Actor
from engine.persistence.cases import Case, CaseAccess
from engine.persistence.tasks import TaskCandidate, UserTask


def admits(table: type[CaseAccess] | type[TaskCandidate], actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a row of `table` opens a case or a task to the actor."""
    groups = [(group.agency_key, group.role) for group in sorted(actor.groups)]
    by_group = and_(
        table.person_id == EVERY_MEMBER,
        tuple_(table.agency_key, table.role).in_(groups),
    )
    return or_(table.person_id == actor.person_id, by_group)


def case_is_open_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the row's case has reached the actor."""
    return Case.id.in_(select(CaseAccess.case_id).where(admits(CaseAccess, actor)))


def task_is_open_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor may do the row's user task."""
    return UserTask.id.in_(select(TaskCandidate.user_task_id).where(admits(TaskCandidate, actor)))
