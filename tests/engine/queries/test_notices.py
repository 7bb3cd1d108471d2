"""Somebody's list of notices: pages both ways, filters, counts, how the e-mail went."""

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from engine.access import Group
from engine.errors import InputRefusedError, NotFoundError
from engine.persistence.notifications import Delivery
from engine.queries.notice_places import NoticePlace, find_notice_place, list_danger_waiting
from engine.queries.notices import (
    NoticeFilter,
    count_unread_notices,
    list_notices,
    list_unread_danger,
)
from engine.queries.paging import make_cursor
from engine.queries.worklist_counts import Count
from engine.runtime.delivering import deliver_notifications
from engine.runtime.notices import mark_all_notices_read, mark_notice_read, take_back_marking
from tests.support.case_rows import START, CaseRows, group
from tests.support.directory import demo_actor

SCHOOL = Group("reading-school", "line-manager")
COUNCIL = Group("reading-council", "line-manager")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def manager(engine):
    return demo_actor(engine, "line-manager", "reading-school")


@pytest.fixture
def other(engine):
    return demo_actor(engine, "line-manager", "reading-council")


def told(rows, *names, groups=(SCHOOL,), **columns):
    """Deliver one notice for each name, a minute apart."""
    for name in names:
        facts = {"reference": rows.reference, "name": name}
        rows.add_notification(groups, template="OTHER", facts=facts, **columns)
        deliver_notifications(rows.engine)
        rows.engine.clock.advance(MINUTE)


def page(rows, actor, *, limit=50, cursor=None, **wanted):
    with rows.engine.open_reading() as work:
        return list_notices(
            rows.engine, work, actor, wanted=NoticeFilter(**wanted), limit=limit, cursor=cursor
        )


def names(rows_of_page):
    return "".join(row.subject.rpartition(" ")[2] for row in rows_of_page)


def unread(rows, actor):
    with rows.engine.open_reading() as work:
        return count_unread_notices(rows.engine, work, actor)


def unread_danger(rows, actor):
    with rows.engine.open_reading() as work:
        return list_unread_danger(work, actor)


def waiting(rows, actor):
    with rows.engine.open_reading() as work:
        return list_danger_waiting(work, actor)


def danger_instance(rows):
    instance = rows.new_instance(is_main=False, message="ImmediateDanger")
    rows.write(instance)
    return instance


def told_of_danger(rows, instance, *, template="DANGER", groups=(SCHOOL,)):
    rows.add_notification(
        groups, template=template, is_danger=True, process_instance_id=instance.id
    )
    deliver_notifications(rows.engine)
    rows.engine.clock.advance(MINUTE)


def test_pages_lead_to_older_notices_and_back_again(rows, manager):
    told(rows, *"abcdefg")
    first = page(rows, manager, limit=3)
    second = page(rows, manager, limit=3, cursor=first.next_cursor)
    third = page(rows, manager, limit=3, cursor=second.next_cursor)
    assert [names(each.rows) for each in (first, second, third)] == ["gfe", "dcb", "a"]
    assert (first.previous_cursor, third.next_cursor) == (None, None)
    back = page(rows, manager, limit=3, cursor=third.previous_cursor)
    assert (names(back.rows), back.next_cursor) == ("dcb", second.next_cursor)
    assert back.previous_cursor == second.previous_cursor
    start = page(rows, manager, limit=3, cursor=back.previous_cursor)
    assert start == first


def test_the_way_back_shows_a_whole_first_page_also_when_notices_have_come_meanwhile(rows, manager):
    told(rows, *"abcd")
    second = page(rows, manager, limit=3, cursor=page(rows, manager, limit=3).next_cursor)
    told(rows, "e")
    back = page(rows, manager, limit=3, cursor=second.previous_cursor)
    assert (names(back.rows), back.previous_cursor is None) == ("dcb", False)
    start = page(rows, manager, limit=3, cursor=back.previous_cursor)
    assert (names(start.rows), start.previous_cursor) == ("edc", None)


def test_notices_of_the_same_instant_come_once_each(rows, manager):
    for _ in range(5):
        rows.add_notification([SCHOOL])
    deliver_notifications(rows.engine)
    seen, cursor = [], None
    while True:
        found = page(rows, manager, limit=2, cursor=cursor)
        seen += [row.id for row in found.rows]
        cursor = found.next_cursor
        if cursor is None:
            break
    assert (len(seen), len(set(seen))) == (5, 5)


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        make_cursor("older", START.isoformat()),
        make_cursor("sideways", START.isoformat(), str(uuid.UUID(int=1))),
        make_cursor("older", "yesterday", str(uuid.UUID(int=1))),
        make_cursor("newer", START.isoformat(), "one"),
        make_cursor("newer", "0001-01-01T00:00:00+14:00", str(uuid.UUID(int=1))),
    ],
)
def test_a_cursor_that_is_not_of_this_list_is_refused(rows, manager, cursor):
    with pytest.raises(InputRefusedError):
        page(rows, manager, cursor=cursor)


def test_the_list_can_hold_only_what_is_unread_or_of_danger_or_of_one_case(rows, manager):
    told(rows, *"ab")
    told_of_danger(rows, danger_instance(rows))
    second = CaseRows.__new__(CaseRows)
    second.__dict__.update(rows.__dict__)
    second.reference = "BRK-2026-000002"
    second.__post_init__()
    told(second, "c")
    everything = page(rows, manager).rows
    mark_notice_read(rows.engine, manager, everything[-1].id)
    assert names(page(rows, manager, only_unread=True).rows)[0] == "c"
    assert len(page(rows, manager, only_unread=True).rows) == 3
    assert [row.is_danger for row in page(rows, manager, only_danger=True).rows] == [True]
    assert names(page(rows, manager, reference="BRK-2026-000002").rows) == "c"
    assert page(rows, manager, reference="BRK-2026-000003").rows == ()
    rest = page(rows, manager, without_unread_danger=True).rows
    assert [row.is_danger for row in rest] == [False] * 3
    mark_notice_read(rows.engine, manager, unread_danger(rows, manager)[0].id)
    assert len(page(rows, manager, without_unread_danger=True).rows) == 4


def test_each_notice_says_how_it_went_by_email(rows, manager, other):
    told(rows, "a", groups=(SCHOOL, COUNCIL))
    (row,) = page(rows, manager).rows
    assert (row.email.state, row.email.attempts) == ("shown", 0)
    with rows.engine.open_unit_of_work() as work:
        emails = update(Delivery).where(
            Delivery.channel == "email", Delivery.person_id == manager.person_id
        )
        work.session.execute(emails.values(state="failed", failure="No such mailbox.", attempts=1))
        work.commit()
    (row,) = page(rows, manager).rows
    assert (row.email.state, row.email.failure) == ("failed", "No such mailbox.")
    (row,) = page(rows, other).rows
    assert row.email.state == "shown"
    with rows.engine.open_unit_of_work() as work:
        mine = work.session.scalars(select(Delivery).where(Delivery.channel == "email"))
        for delivery in mine:
            work.session.delete(delivery)
        work.commit()
    assert page(rows, manager).rows[0].email is None


def test_the_summary_of_a_morning_is_no_notice(rows, manager):
    told(rows, "a")
    for channel in ("email", "in_app"):
        rows.write(
            Delivery(
                id=uuid.uuid4(),
                notification_id=None,
                digest_day=date(2026, 8, 28) if channel == "email" else None,
                person_id=manager.person_id,
                agency_key="reading-school",
                channel=channel,
                state="sent",
                attempts=1,
                delivered_at=START,
                subject="Your day",
                body="Two things",
            )
        )
    assert names(page(rows, manager).rows) == "a"
    assert unread(rows, manager) == Count(1)
    summary = rows.engine.open_reading()
    with summary as work:
        lost = work.session.scalars(
            select(Delivery.id).where(
                Delivery.notification_id.is_(None), Delivery.channel == "in_app"
            )
        ).one()
    with pytest.raises(NotFoundError):
        mark_notice_read(rows.engine, manager, lost)


def test_unread_notices_are_counted_only_so_far(rows, manager):
    notification = rows.add_notification([COUNCIL])
    rows.write(
        *(
            Delivery(
                id=uuid.uuid4(),
                notification_id=notification.id,
                person_id=manager.person_id,
                agency_key="reading-school",
                channel="in_app",
                state="sent",
                attempts=0,
                delivered_at=START + number * MINUTE,
                subject=str(number),
                body="",
            )
            for number in range(99)
        )
    )
    assert str(unread(rows, manager)) == "99"
    told(rows, "a")
    assert str(unread(rows, manager)) == "99+"


def test_marking_all_leaves_danger_and_can_be_taken_back(rows, manager, other):
    told(rows, *"abc", groups=(SCHOOL, COUNCIL))
    told_of_danger(rows, danger_instance(rows))
    first = page(rows, manager).rows[-1]
    mark_notice_read(rows.engine, manager, first.id)
    rows.engine.clock.advance(MINUTE)
    marked = mark_all_notices_read(rows.engine, manager)
    assert (marked.count, marked.read_at) == (2, rows.engine.clock.now())
    assert unread(rows, manager) == Count(1)
    assert len(unread_danger(rows, manager)) == 1
    assert take_back_marking(rows.engine, other, marked.read_at) == 0
    assert take_back_marking(rows.engine, manager, marked.read_at) == 2
    assert unread(rows, manager) == Count(3)
    assert (unread(rows, other), page(rows, manager).rows[-1].read_at is None) == (Count(3), False)


def test_a_notice_leads_to_the_one_task_there_is_to_do_otherwise_to_its_case(rows, manager, other):
    told(rows, "a", groups=(SCHOOL, COUNCIL))
    notice, others = (page(rows, actor).rows[0].id for actor in (manager, other))

    def place(actor, notice_id):
        with rows.engine.open_reading() as work:
            return find_notice_place(work, actor, notice_id)

    assert place(manager, notice) == NoticePlace(None, None)
    rows.open_to(group("line-manager", "reading-school"))
    assert place(manager, notice) == NoticePlace(rows.reference, None)
    task = rows.add_task([group("line-manager", "reading-school")])
    assert place(manager, notice) == NoticePlace(rows.reference, task.id)
    assert place(other, others) == NoticePlace(None, None)
    rows.add_task([group("line-manager", "reading-school")])
    assert place(manager, notice) == NoticePlace(rows.reference, None)
    for actor, notice_id in ((other, notice), (manager, uuid.uuid4())):
        with pytest.raises(NotFoundError):
            place(actor, notice_id)


def test_danger_waits_until_it_is_read_or_over(rows, manager, other):
    told(rows, "a")
    assert waiting(rows, manager) == ()
    instance = danger_instance(rows)
    task = rows.add_task(
        [group("line-manager", "reading-school")],
        is_danger=True,
        process_instance_id=instance.id,
    )
    told_of_danger(rows, instance)
    told_of_danger(rows, instance)
    (one,) = waiting(rows, manager)
    assert (one.reference, one.task_ids) == (rows.reference, frozenset({task.id}))
    assert one.delivered_at == START + 2 * MINUTE
    assert waiting(rows, other) == ()
    mark_notice_read(rows.engine, manager, one.notice_id)
    (earlier,) = waiting(rows, manager)
    assert earlier.delivered_at == START + MINUTE
    with rows.engine.open_unit_of_work() as work:
        work.session.merge(instance).state = "ended"
        work.commit()
    assert waiting(rows, manager) == ()
    assert len(unread_danger(rows, manager)) == 1


def test_each_alert_waits_by_itself_the_newest_first(rows, manager):
    alerts = [danger_instance(rows) for _ in range(7)]
    for instance in alerts:
        told_of_danger(rows, instance)
    found = waiting(rows, manager)
    assert [one.delivered_at for one in found] == [START + n * MINUTE for n in (6, 5, 4, 3, 2)]
    assert all(one.task_ids == frozenset() for one in found)
