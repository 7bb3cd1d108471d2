"""Sends everybody with something open a summary on the mornings of working days.

It tells what was open when the morning began, so nobody gets one in the middle of the day because
of something new. Nobody gets one for a past day: after downtime of a whole morning it is left out.
"""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, time

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from engine.access import EVERY_MEMBER, Actor
from engine.clock import LONDON
from engine.context import Engine
from engine.notifications.channels.email import EmailChannel
from engine.notifications.digest_letter import Digest, DigestTask, write_digest
from engine.notifications.quiet import waits_until
from engine.persistence.directory import Person, RoleGrant
from engine.persistence.notifications import Delivery
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import Row, insert_missing_rows
from engine.queries.actors import grant_holds, load_actor
from engine.queries.notices import IN_APP, count_unread_notices
from engine.queries.worklist import list_open_tasks
from engine.queries.worklist_counts import count_open_tasks
from engine.vocabulary import NotificationState

BEGINS = time(7, 30)
ENDS = time(12)
"""London times between which summaries are written."""
LISTED = 20
"""So many steps are told one by one."""
BATCH = 50


def write_digests(engine: Engine) -> int:
    """Write the summaries of this morning that are not there yet; return how many.

    In batches of people, one transaction each. Safe in any number of processes at once: of two
    summaries for the same person and day the database keeps the first.
    """
    began_at = _morning(engine)
    if began_at is None:
        return 0
    count, last = 0, 0
    while people := _next_people(engine, began_at, last):
        count += _write_batch(engine, people)
        last = people[-1]
    return count


def _morning(engine: Engine) -> datetime | None:
    """Return when this working day's morning began; None outside of one."""
    local = engine.clock.now().astimezone(LONDON)
    if not engine.calendar.is_working_day(local.date()) or not BEGINS <= local.time() < ENDS:
        return None
    return datetime.combine(local.date(), BEGINS, LONDON)


def _next_people(engine: Engine, began_at: datetime, after: int) -> Sequence[int]:
    """Return the next who may have something open and have no summary of this day yet."""
    has_one = exists().where(
        Delivery.person_id == Person.id, Delivery.digest_day == began_at.date()
    )
    query = (
        select(Person.id)
        .where(
            Person.id > after,
            Person.active,
            Person.gets_digest,
            ~has_one,
            or_(_has_unread(began_at), _has_tasks(began_at)),
        )
        .order_by(Person.id)
        .limit(BATCH)
    )
    with engine.open_reading() as work:
        return work.session.scalars(query).all()


def _has_unread(began_at: datetime) -> ColumnElement[bool]:
    return exists().where(
        Delivery.person_id == Person.id,
        Delivery.channel == IN_APP,
        Delivery.read_at.is_(None),
        Delivery.delivered_at <= began_at,
    )


def _has_tasks(began_at: datetime) -> ColumnElement[bool]:
    """Return the condition that a task was open to the person or their group by then.

    Whether they may do it is worked out afterwards, for those few.
    """
    named, asked = aliased(TaskCandidate), aliased(TaskCandidate)
    was_open = UserTask.opened_at <= began_at
    by_name = exists().where(
        named.person_id == Person.id, UserTask.id == named.user_task_id, was_open
    )
    by_group = exists().where(
        RoleGrant.person_id == Person.id,
        grant_holds(began_at),
        asked.agency_key == RoleGrant.agency_key,
        asked.role == RoleGrant.role,
        asked.person_id == EVERY_MEMBER,
        UserTask.id == asked.user_task_id,
        was_open,
    )
    return or_(by_name, by_group)


def _write_batch(engine: Engine, people: Sequence[int]) -> int:
    with engine.open_reading() as work:
        rows = list(_rows(engine, work, people))
    if rows:
        with engine.open_unit_of_work() as work:
            insert_missing_rows(work, Delivery, rows)
            work.commit()
    return len(rows)


def _rows(engine: Engine, work: UnitOfWork, people: Sequence[int]) -> Iterator[Row]:
    now = engine.clock.now()
    state = EmailChannel().first_state(engine.settings)
    for person_id in people:
        actor = load_actor(work, person_id, now)
        digest = _digest(engine, work, actor)
        if digest.is_empty:
            continue
        letter = write_digest(digest, now, engine.settings.base_url)
        agency_key = next(iter(actor.agencies), "")
        is_pending = state == NotificationState.PENDING
        yield {
            "id": uuid.uuid4(),
            "notification_id": None,
            "digest_day": now.astimezone(LONDON).date(),
            "person_id": person_id,
            "agency_key": agency_key,
            "channel": EmailChannel.name,
            "state": state,
            "attempts": 0,
            "next_attempt_at": (waits_until(engine, work, agency_key) or now)
            if is_pending
            else None,
            "delivered_at": None if is_pending else now,
            "subject": letter.subject,
            "body": letter.body,
            "is_danger": False,
        }


def _digest(engine: Engine, work: UnitOfWork, actor: Actor) -> Digest:
    tasks = list_open_tasks(engine, work, actor, limit=LISTED).rows
    more = ""
    if len(tasks) == LISTED:
        count = count_open_tasks(engine, work, actor).open
        left = count.number - LISTED
        more = f"{left}{'+' if count.is_more else ''}" if left > 0 else ""
    unread = count_unread_notices(engine, work, actor)
    listed = tuple(
        DigestTask(task.id, task.reference, task.name, task.due_at, task.is_danger)
        for task in tasks
    )
    return Digest(listed, more, str(unread) if unread else "")
