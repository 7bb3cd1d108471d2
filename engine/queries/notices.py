"""Somebody's own list of notices. The summaries of mornings are e-mails only, and not in it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, and_, func, literal_column, not_, or_, select

from engine.access import Actor
from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.notice_emails import NoticeEmail, load_emails
from engine.queries.notice_paging import Stretch, newer_cursor, older_cursor, stretch_of
from engine.queries.paging import checked_limit
from engine.queries.visibility import case_is_open_to
from engine.queries.worklist_counts import MOST_COUNTED, Count

IN_APP: ColumnElement[str] = literal_column("'in_app'")
"""As it stands in the conditions of the indexes: a bound value would not be recognised."""
MOST_PINNED = 50

Found = Row[Delivery, Notification, str, bool]


@dataclass(frozen=True)
class NoticeFilter:
    """Which notices of somebody's list."""

    only_unread: bool = False
    only_danger: bool = False
    reference: str = ""
    """Of the case; empty: of every case."""
    without_unread_danger: bool = False
    """A page that shows unread danger at its top does not show it in the list again."""


@dataclass(frozen=True)
class NoticeRow:
    """One notice in somebody's list."""

    id: uuid.UUID
    reference: str
    subject: str
    body: str
    """Paragraphs, parted by empty lines; the last one is the link to the case."""
    is_danger: bool
    is_case_open: bool
    """Whether the actor may see the case; the procedures group may not."""
    delivered_at: datetime
    read_at: datetime | None
    email: NoticeEmail | None
    """How far the same notice got by e-mail; empty when none was made."""


@dataclass(frozen=True)
class NoticePage:
    """Some rows of the list, the newest first; a cursor is empty where the list ends."""

    rows: tuple[NoticeRow, ...]
    next_cursor: str | None
    """To what is older."""
    previous_cursor: str | None
    """To what is newer."""


EVERYTHING = NoticeFilter()


def list_notices(
    _engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    *,
    wanted: NoticeFilter = EVERYTHING,
    limit: int = 50,
    cursor: str | None = None,
) -> NoticePage:
    """Return a page of the actor's own notices, the newest first.

    Raises:
        InputRefusedError: the limit or the cursor cannot be used.
    """
    size = checked_limit(limit)
    stretch = stretch_of(cursor)
    found = _found(work, actor, wanted, stretch, size)
    if stretch.is_newer and len(found) <= size:
        # Back at the beginning: the first page is shown whole.
        stretch = Stretch()
        found = _found(work, actor, wanted, stretch, size)
    goes_on, shown = len(found) > size, found[:size]
    if stretch.is_newer:
        shown.reverse()
    begins_later = bool(shown) and not stretch.is_first
    return NoticePage(
        _rows(work, actor, shown),
        next_cursor=older_cursor(shown[-1][0]) if goes_on else None,
        previous_cursor=newer_cursor(shown[0][0]) if begins_later else None,
    )


def list_unread_danger(work: UnitOfWork, actor: Actor) -> tuple[NoticeRow, ...]:
    """Return the danger notices that the actor has not read, the newest first."""
    query = _own_notices(actor).where(Delivery.is_danger, Delivery.read_at.is_(None))
    newest = query.order_by(Delivery.delivered_at.desc(), Delivery.id.desc()).limit(MOST_PINNED)
    return _rows(work, actor, list(work.session.execute(newest)))


def count_unread_notices(_engine: Engine, work: UnitOfWork, actor: Actor) -> Count:
    """Return how many notices the actor has not read, counted only as far as it helps."""
    unread = select(Delivery.id).where(is_own(actor), Delivery.read_at.is_(None))
    counted = unread.limit(MOST_COUNTED + 1).subquery()
    number = work.session.scalars(select(func.count()).select_from(counted)).one()
    return Count(min(number, MOST_COUNTED), number > MOST_COUNTED)


def is_own(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a delivery is a notice in the actor's list."""
    return and_(
        Delivery.person_id == actor.person_id,
        Delivery.channel == IN_APP,
        Delivery.notification_id.is_not(None),
    )


def _own_notices(actor: Actor) -> Select[Delivery, Notification, str, bool]:
    return (
        select(Delivery, Notification, Case.reference, case_is_open_to(actor))
        .join(Notification, Notification.id == Delivery.notification_id)
        .join(Case, Case.id == Notification.case_id)
        .where(is_own(actor))
    )


def _found(
    work: UnitOfWork, actor: Actor, wanted: NoticeFilter, stretch: Stretch, size: int
) -> list[Found]:
    """Return up to one row more than the size, in the direction of the stretch."""
    query = _own_notices(actor).where(*_conditions(wanted), *stretch.conditions())
    return list(work.session.execute(query.order_by(*stretch.order()).limit(size + 1)))


def _conditions(wanted: NoticeFilter) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.only_unread:
        conditions.append(Delivery.read_at.is_(None))
    if wanted.only_danger:
        conditions.append(and_(Delivery.is_danger))
    if wanted.reference:
        conditions.append(Case.reference == wanted.reference)
    if wanted.without_unread_danger:
        conditions.append(or_(not_(Delivery.is_danger), Delivery.read_at.is_not(None)))
    return conditions


def _rows(work: UnitOfWork, actor: Actor, found: Sequence[Found]) -> tuple[NoticeRow, ...]:
    emails = load_emails(work, actor, [notification.id for _, notification, _, _ in found])
    return tuple(
        NoticeRow(
            id=delivery.id,
            reference=reference,
            subject=delivery.subject,
            body=delivery.body,
            is_danger=delivery.is_danger,
            is_case_open=is_case_open,
            delivered_at=delivery.delivered_at or notification.queued_at,
            read_at=delivery.read_at,
            email=emails.get(notification.id),
        )
        for delivery, notification, reference, is_case_open in found
    )
