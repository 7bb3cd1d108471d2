"""A notice that does not arrive is seen by administrators, who send it again or say why not."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from engine.errors import NotFoundError
from engine.persistence.directory import Person
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import Incident
from engine.persistence.notifications import Delivery, Notification
from engine.queries.attention import load_attention
from engine.queries.incident_list import list_incidents, load_incident
from engine.queries.timeline import list_timeline
from engine.runtime.bounces import take_in_bounce
from engine.runtime.comments import NewComment, write_comment
from engine.runtime.delivering import deliver_notifications
from engine.runtime.ignoring import ignore_incident
from engine.runtime.messages import send_message
from engine.runtime.notices import mark_notice_read
from engine.runtime.undelivered import note_undelivered
from engine.vocabulary import DANGER_MESSAGE, Happening
from tests.support.bounces import bounce_of
from tests.support.engine import COUNCIL, MANAGER, RAISER, SCHOOL, Berkshire
from tests.support.operating import ADMINISTRATOR, REASON, Desk

NEVER = "550 5.1.1 No such mailbox"
ADDRESS = f"line-manager@{COUNCIL}.example"


@pytest.fixture
def mailing(berkshire, smtp_server):
    settings = replace(
        berkshire.engine.settings, smtp_url=smtp_server.url, mail_from="concord@concord.example"
    )
    return Berkshire(replace(berkshire.engine, settings=settings), berkshire.clock)


@pytest.fixture
def started(mailing):
    """Return a case in which nothing else waits to be told."""
    started = mailing.climb("Task_S1_Contact")
    deliver_all(mailing)
    return started


def deliver_all(mailing):
    while deliver_notifications(mailing.engine):
        pass


def emails(mailing, person=("line-manager", COUNCIL)):
    query = select(Delivery).where(
        Delivery.channel == "email", Delivery.person_id == mailing.actor(*person).person_id
    )
    return mailing.rows(query)


def listed(mailing, **wanted):
    with mailing.engine.open_reading() as work:
        actor = mailing.actor(*ADMINISTRATOR)
        return list_incidents(mailing.engine, work, actor, **wanted)


def come_back(mailing, delivery):
    take_in_bounce(mailing.engine, bounce_of(delivery.id))


def test_it_is_said_to_whom_and_which_and_the_servers_answer_stands_below(mailing, started):
    (delivery,) = emails(mailing)
    come_back(mailing, delivery)
    (row,) = listed(mailing).rows
    assert row.message == (
        f"The notice “{delivery.subject}” did not reach the line manager of Reading Council by "
        "e-mail."
    )
    assert "550 5.1.1 User unknown" in row.cause
    assert (row.is_notice, row.is_danger, row.reference) == (True, False, started.reference)


def test_danger_is_first_whatever_came_later(mailing, started):
    send_message(mailing.engine, mailing.actor(*RAISER), started.reference, DANGER_MESSAGE)
    deliver_all(mailing)
    (alert,) = emails(mailing, ("safeguarding-lead", SCHOOL))
    come_back(mailing, alert)
    (delivery,) = emails(mailing)
    come_back(mailing, delivery)
    first, second = listed(mailing).rows
    assert first.message == (
        "A danger alert did not reach the safeguarding lead of Reading School by e-mail; it went "
        "on to the next-level manager."
    )
    assert (first.is_danger, second.is_danger) == (True, False)
    pages, cursor = [], None
    for _ in range(2):
        page = listed(mailing, limit=1, cursor=cursor)
        pages.extend(page.rows)
        cursor = page.next_cursor
    assert (pages, cursor) == ([first, second], None)
    assert [row.id for row in listed(mailing, only_open=False).rows] == [second.id, first.id]
    with mailing.engine.open_reading() as work:
        found = load_attention(mailing.engine, work, mailing.actor(*ADMINISTRATOR))
        assert load_incident(mailing.engine, work, mailing.actor(*ADMINISTRATOR), 1) == first
    assert (found.danger_notices.count, found.notices.count, found.incidents.count) == (1, 1, 0)


def test_tried_again_it_goes_to_the_address_that_the_person_has_now(mailing, started, smtp_server):
    (delivery,) = emails(mailing)
    come_back(mailing, delivery)
    with mailing.engine.open_unit_of_work() as work:
        moved = update(Person).where(Person.id == delivery.person_id)
        work.session.execute(moved.values(email="new@reading-council.example"))
        work.commit()
    smtp_server.messages.clear()
    assert Desk(mailing).operate(started, "retry").state == "done"
    deliver_all(mailing)
    (letter,) = smtp_server.messages
    assert letter["To"] == "new@reading-council.example"
    (row,) = listed(mailing, only_open=False).rows
    assert row.state == "resolved"
    told = timeline(mailing, started)
    assert "A notice that did not arrive was sent again" in told
    assert "The procedure goes on after an incident" not in told


def test_what_fails_again_is_an_incident_again(mailing, started, smtp_server):
    (delivery,) = emails(mailing)
    come_back(mailing, delivery)
    smtp_server.refuse(NEVER)
    Desk(mailing).operate(started, "retry")
    deliver_all(mailing)
    assert [row.state for row in listed(mailing, only_open=False).rows] == ["open", "resolved"]
    assert NEVER in listed(mailing).rows[0].cause


def test_it_is_left_as_it_is_with_a_reason_that_the_history_keeps(mailing, started):
    (delivery,) = emails(mailing)
    come_back(mailing, delivery)
    (row,) = listed(mailing).rows
    ignore_incident(mailing.engine, mailing.actor(*ADMINISTRATOR), row.id, REASON)
    assert listed(mailing).rows == ()
    kept = select(HistoryEvent.details).where(HistoryEvent.kind == Happening.INCIDENT_RESOLVED)
    assert mailing.rows(kept)[0]["reason"] == REASON
    told = timeline(mailing, started)
    assert "Left a notice that did not arrive as it is, and said why" in told


def test_what_was_read_in_concord_has_arrived(mailing, started):
    (delivery,) = emails(mailing)
    mark_notice_read(
        mailing.engine, mailing.actor("line-manager", COUNCIL), delivery_in_app(mailing, delivery)
    )
    come_back(mailing, delivery)
    assert listed(mailing).rows == ()


def delivery_in_app(mailing, delivery):
    query = select(Delivery.id).where(
        Delivery.notification_id == delivery.notification_id,
        Delivery.person_id == delivery.person_id,
        Delivery.channel == "in_app",
    )
    return mailing.rows(query)[0]


def test_of_an_agencys_own_notice_nobody_else_learns_whose_it_is(mailing, started):
    engine = mailing.engine
    comment = NewComment("For us.", own_agency_only=True)
    write_comment(engine, mailing.actor(*RAISER), started.reference, comment)
    deliver_all(mailing)
    own = select(Delivery).join(Notification, Notification.id == Delivery.notification_id)
    own = own.where(Notification.only_for_agency == SCHOOL, Delivery.channel == "email")
    delivery = mailing.rows(own)[0]
    note_undelivered(engine, delivery.id, f"550 <{MANAGER[0]}@{SCHOOL}.example> unknown")
    (row,) = listed(mailing).rows
    assert row.message == "A notice that is an agency’s own did not reach somebody by e-mail."
    assert SCHOOL not in row.cause
    known = len(timeline(mailing, started, ("line-manager", COUNCIL)))
    ignore_incident(engine, mailing.actor(*ADMINISTRATOR), row.id, REASON)
    assert len(timeline(mailing, started, ("line-manager", COUNCIL))) == known


def test_an_administrator_elsewhere_knows_nothing_of_it(mailing, started):
    come_back(mailing, emails(mailing)[0])
    (incident,) = mailing.rows(select(Incident))
    stranger = mailing.actor("administrator", "tees-partnership")
    with mailing.engine.open_reading() as work:
        assert list_incidents(mailing.engine, work, stranger).rows == ()
        with pytest.raises(NotFoundError):
            load_incident(mailing.engine, work, stranger, incident.id)


def timeline(mailing, started, role=RAISER):
    with mailing.engine.open_reading() as work:
        rows = list_timeline(mailing.engine, work, mailing.actor(*role), started.reference)
    return [row.sentence for row in rows]
