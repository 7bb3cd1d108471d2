"""The list of notices inside Concord, and how far each notice about a case got."""

import uuid
from datetime import timedelta

import pytest

from engine.access import Group
from engine.errors import NotFoundError
from engine.queries.case_notices import list_case_notices
from engine.queries.notices import count_unread_notices, list_notices
from engine.queries.worklist_counts import NOTHING, Count
from engine.runtime.delivering import deliver_notifications
from engine.runtime.notices import mark_all_notices_read, mark_notice_read
from tests.support.case_rows import START, group
from tests.support.directory import demo_actor

SCHOOL = Group("reading-school", "line-manager")
COUNCIL = Group("reading-council", "line-manager")


@pytest.fixture
def manager(engine):
    return demo_actor(engine, "line-manager", "reading-school")


@pytest.fixture
def other(engine):
    return demo_actor(engine, "line-manager", "reading-council")


def _notices(engine, actor, **options):
    with engine.open_reading() as work:
        return list_notices(engine, work, actor, **options)


def _unread(engine, actor):
    with engine.open_reading() as work:
        return count_unread_notices(engine, work, actor)


def test_the_list_holds_my_own_notices_the_newest_first_on_pages(rows, manager, other):
    for number in range(5):
        rows.add_notification([SCHOOL], facts={"reference": f"BRK-{number}"})
        deliver_notifications(rows.engine)
        rows.engine.clock.advance(timedelta(minutes=1))
    rows.add_notification([COUNCIL])
    deliver_notifications(rows.engine)
    first = _notices(rows.engine, manager, limit=3)
    second = _notices(rows.engine, manager, limit=3, cursor=first.next_cursor)
    subjects = [notice.subject.split(":")[0] for notice in first.rows + second.rows]
    assert subjects == [f"BRK-{number}" for number in (4, 3, 2, 1, 0)]
    assert second.next_cursor is None
    assert len(_notices(rows.engine, other).rows) == 1


def test_a_notice_stays_read_from_the_first_time_on(rows, manager):
    rows.add_notification([SCHOOL])
    rows.add_notification([SCHOOL])
    deliver_notifications(rows.engine)
    notice = _notices(rows.engine, manager).rows[0]
    assert (_unread(rows.engine, manager), notice.read_at) == (Count(2), None)
    for _ in range(2):
        mark_notice_read(rows.engine, manager, notice.id)
        rows.engine.clock.advance(timedelta(minutes=1))
    found = {row.id: row.read_at for row in _notices(rows.engine, manager).rows}
    assert found[notice.id] == START
    assert _unread(rows.engine, manager) == Count(1)


def test_nobody_marks_the_notice_of_somebody_else(rows, manager, other):
    rows.add_notification([SCHOOL, COUNCIL])
    deliver_notifications(rows.engine)
    notice = _notices(rows.engine, manager).rows[0]
    for notice_id in (notice.id, uuid.uuid4()):
        with pytest.raises(NotFoundError):
            mark_notice_read(rows.engine, other, notice_id)
    mark_all_notices_read(rows.engine, other)
    assert (_unread(rows.engine, manager), _unread(rows.engine, other)) == (Count(1), NOTHING)


def test_a_case_shows_whom_each_notice_was_for_and_how_far_it_got(rows, manager, other):
    rows.open_to(group("line-manager", "reading-school"))
    rows.add_notification(
        [SCHOOL, COUNCIL],
        facts={"reference": rows.reference, "due_at": START.isoformat()},
    )
    deliver_notifications(rows.engine)
    with rows.engine.open_reading() as work:
        (notice,) = list_case_notices(rows.engine, work, manager, rows.reference)
    assert (notice.name, notice.due_at) == ("notify s1 overdue", START)
    assert notice.groups == (
        ("line-manager", "Reading School"),
        ("line-manager", "Reading Council"),
    )
    assert [(d.person_name, d.channel, d.state) for d in notice.deliveries] == [
        (other.name, "email", "shown"),
        (other.name, "in_app", "sent"),
        (manager.name, "email", "shown"),
        (manager.name, "in_app", "sent"),
    ]
