"""The summary of the morning: one for each person and day, never empty, never for a past day."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from engine.access import Group, Opening
from engine.jobs import digests
from engine.jobs.digests import write_digests
from engine.jobs.work import work_once
from engine.persistence.directory import Agency, Person
from engine.persistence.notifications import Delivery
from engine.queries.notices import list_notices
from engine.runtime.delivering import deliver_notifications
from engine.runtime.directory import add_person, grant_role
from engine.runtime.notices import mark_all_notices_read
from tests.support.case_rows import CaseRows, group
from tests.support.directory import demo_actor

SCHOOL = Group("reading-school", "line-manager")
MANAGERS = group("line-manager", "reading-school")
EVENING = datetime(2026, 9, 7, 15, 0, tzinfo=UTC)
MORNING = datetime(2026, 9, 8, 6, 30, tzinfo=UTC)
"""Tuesday, 07:30 in London."""
MINUTE = timedelta(minutes=1)


@pytest.fixture
def rows(open_engine, database_url, smtp_server):
    rows = CaseRows(open_engine(database_url, smtp_url=smtp_server.url))
    rows.engine.clock.set(EVENING)
    return rows


@pytest.fixture
def manager(rows):
    return demo_actor(rows.engine, "line-manager", "reading-school")


def _summaries(rows):
    with rows.engine.open_reading() as work:
        return work.session.scalars(
            select(Delivery).where(Delivery.digest_day.is_not(None)).order_by(Delivery.person_id)
        ).all()


def _next_morning(rows):
    rows.engine.clock.set(MORNING)
    return write_digests(rows.engine)


def test_who_has_something_open_gets_one_email_with_reference_step_due_time_and_link(
    rows, manager, smtp_server
):
    tasks = [
        rows.add_task([MANAGERS], name="Open one"),
        rows.add_task([MANAGERS], name="Due later", due_at=MORNING + timedelta(days=2)),
        rows.add_task([MANAGERS], name="Due today", due_at=MORNING + timedelta(hours=3)),
        rows.add_task([MANAGERS], name="Overdue", due_at=MORNING - timedelta(hours=1)),
        rows.add_task([MANAGERS], name="Make safe", is_danger=True),
    ]
    assert _next_morning(rows) == 1
    deliver_notifications(rows.engine)
    (message,) = smtp_server.messages
    assert message["To"] == manager.email
    assert message["Subject"] == ("Concord: danger 1, overdue 1, due today 1, open 2")
    text = message.get_body(("plain",)).get_content().replace("\r\n", "\n").strip()
    reference, base = rows.reference, "https://concord.example"
    later = "due Thursday 10 September 2026, 07:30"
    assert text.split("\n\n") == [
        "What is open for you on Tuesday 8 September 2026.",
        "Child in danger: 1. If a child may be harmed now, ring 999 first.",
        f"{reference}: Make safe\n{base}/tasks/{tasks[4].id}",
        "Overdue: 1.",
        f"{reference}: Overdue, due Tuesday 8 September 2026, 06:30\n{base}/tasks/{tasks[3].id}",
        "Due today: 1.",
        f"{reference}: Due today, due Tuesday 8 September 2026, 10:30\n{base}/tasks/{tasks[2].id}",
        "Open: 2.",
        f"{reference}: Due later, {later}\n{base}/tasks/{tasks[1].id}",
        f"{reference}: Open one\n{base}/tasks/{tasks[0].id}",
        f"{base}/inbox",
    ]


def test_nobody_gets_an_empty_one(rows):
    assert _next_morning(rows) == 0
    assert _summaries(rows) == []


def test_unread_notices_are_a_reason_of_their_own_and_read_ones_are_none(
    rows, manager, smtp_server
):
    rows.add_notification([SCHOOL])
    deliver_notifications(rows.engine)
    assert _next_morning(rows) == 1
    deliver_notifications(rows.engine)
    assert smtp_server.subjects()[-1] == "Concord: unread notices 1"
    mark_all_notices_read(rows.engine, manager)
    rows.engine.clock.set(MORNING + timedelta(days=1))
    assert write_digests(rows.engine) == 0


def test_there_is_one_for_each_person_and_day(rows, smtp_server):
    rows.add_task([MANAGERS])
    for minutes in (0, 1, 90):
        rows.engine.clock.set(MORNING + minutes * MINUTE)
        work_once(rows.engine)
    rows.engine.clock.set(MORNING + timedelta(days=1))
    work_once(rows.engine)
    days = [str(summary.digest_day) for summary in _summaries(rows)]
    assert days == ["2026-09-08", "2026-09-09"]
    assert len(smtp_server.messages) == 2


def test_two_processes_at_once_write_one(rows):
    rows.add_task([MANAGERS])
    rows.engine.clock.set(MORNING)
    threads = [threading.Thread(target=write_digests, args=(rows.engine,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(_summaries(rows)) == 1


@pytest.mark.parametrize(
    "now",
    [
        MORNING - MINUTE,
        datetime(2026, 9, 8, 11, 0, tzinfo=UTC),  # noon: the morning is over
        datetime(2026, 9, 12, 7, 0, tzinfo=UTC),  # a Saturday
        datetime(2026, 12, 25, 9, 0, tzinfo=UTC),
    ],
)
def test_it_is_written_on_the_mornings_of_working_days(rows, now):
    rows.add_task([MANAGERS])
    rows.engine.clock.set(now)
    assert write_digests(rows.engine) == 0


def test_in_winter_it_is_half_past_seven_as_well(rows):
    rows.add_task([MANAGERS])
    rows.engine.clock.set(datetime(2026, 11, 10, 7, 29, tzinfo=UTC))
    assert write_digests(rows.engine) == 0
    rows.engine.clock.advance(MINUTE)
    assert write_digests(rows.engine) == 1


def test_what_opened_after_the_morning_began_is_no_reason(rows):
    rows.engine.clock.set(MORNING + MINUTE)
    rows.add_task([MANAGERS])
    assert write_digests(rows.engine) == 0


def test_after_downtime_there_is_none_for_a_past_day(rows, smtp_server):
    rows.add_task([MANAGERS])
    assert _next_morning(rows) == 1
    rows.engine.clock.set(MORNING + timedelta(days=2))
    work_once(rows.engine)
    assert smtp_server.subjects() == ["Concord: open 1"]
    states = [(str(one.digest_day), one.state) for one in _summaries(rows)]
    assert states == [("2026-09-08", "failed"), ("2026-09-10", "sent")]


def test_who_wants_none_gets_none(rows, manager):
    rows.add_task([MANAGERS])
    with rows.engine.open_unit_of_work() as work:
        mine = update(Person).where(Person.id == manager.person_id)
        work.session.execute(mine.values(gets_digest=False))
        work.commit()
    assert _next_morning(rows) == 0


def test_it_waits_for_the_end_of_the_agencys_quiet_hours(rows, smtp_server):
    rows.add_task([MANAGERS])
    with rows.engine.open_unit_of_work() as work:
        quiet = {"quiet_from": "20:00", "quiet_until": "08:15"}
        school = update(Agency).where(Agency.key == "reading-school")
        work.session.execute(school.values(**quiet))
        work.commit()
    assert _next_morning(rows) == 1
    rows.engine.clock.set(MORNING + 44 * MINUTE)
    assert deliver_notifications(rows.engine) == 0
    rows.engine.clock.set(MORNING + 45 * MINUTE)
    deliver_notifications(rows.engine)
    assert len(smtp_server.messages) == 1


def test_who_may_not_do_a_task_is_not_told_of_it(rows, manager):
    """The raiser is not the manager of their own case, though their group is asked."""
    raiser = demo_actor(rows.engine, "practitioner", "reading-school")
    grant_role(rows.engine, email=raiser.email, agency_key="reading-school", role="line-manager")
    rows.add_task([MANAGERS])
    assert _next_morning(rows) == 1
    assert [summary.person_id for summary in _summaries(rows)] == [manager.person_id]


def test_who_is_asked_by_name_is_told(rows):
    raiser = demo_actor(rows.engine, "practitioner", "reading-school")
    rows.add_task([Opening(Group("reading-school", "practitioner"), raiser.person_id)])
    assert _next_morning(rows) == 1
    assert [summary.person_id for summary in _summaries(rows)] == [raiser.person_id]


def test_a_long_list_is_cut_and_says_how_much_there_is(rows, smtp_server):
    for number in range(digests.LISTED + 3):
        rows.add_task([MANAGERS], name=f"Step {number}")
    _next_morning(rows)
    deliver_notifications(rows.engine)
    text = smtp_server.messages[0].get_body(("plain",)).get_content()
    assert text.count("/tasks/") == digests.LISTED
    assert "And 3 more in your inbox." in text


def test_many_people_are_told_in_batches(rows):
    rows.add_task([MANAGERS])
    for number in range(digests.BATCH + 2):
        email = f"manager{number}@reading-school.example"
        add_person(rows.engine, email=email, name=f"Manager {number}")
        grant_role(rows.engine, email=email, agency_key="reading-school", role="line-manager")
    assert _next_morning(rows) == digests.BATCH + 3
    assert write_digests(rows.engine) == 0
    with rows.engine.open_reading() as work:
        people = select(func.count(func.distinct(Delivery.person_id)))
        assert work.session.scalars(people).one() == digests.BATCH + 3


def test_it_stands_beside_the_list_of_notices(rows, manager):
    rows.add_task([MANAGERS])
    _next_morning(rows)
    deliver_notifications(rows.engine)
    with rows.engine.open_reading() as work:
        assert list_notices(rows.engine, work, manager).rows == ()
