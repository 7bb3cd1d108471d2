"""E-mail to a real server: delayed, refused, crashed, and never lost."""

import socket
import threading
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select, update

from engine.access import Group
from engine.notifications.channels import CHANNELS
from engine.notifications.channels.email import EmailChannel
from engine.notifications.fan_out import fan_out_notifications
from engine.notifications.sending import (
    HAS_LEFT,
    LONGEST_PAUSE,
    MOST_ATTEMPTS,
    pause_after,
    send_deliveries,
)
from engine.persistence.directory import Person
from engine.persistence.notifications import Delivery
from engine.runtime.delivering import deliver_notifications
from engine.runtime.undelivered import note_undelivered
from tests.support.case_rows import START, CaseRows
from tests.support.failing import BEFORE, FailingDatabase, PowerCut

SCHOOL = Group("reading-school", "line-manager")
COUNCIL = Group("reading-council", "line-manager")


@pytest.fixture
def rows(open_engine, database_url, smtp_server):
    return CaseRows(open_engine(database_url, smtp_url=smtp_server.url))


def _emails(engine):
    with engine.open_reading() as work:
        return work.session.scalars(
            select(Delivery).where(Delivery.channel == "email").order_by(Delivery.person_id)
        ).all()


def _carry(rows, channels=CHANNELS):
    return send_deliveries(rows.engine, limit=9, give_up=note_undelivered, channels=channels)


class CrashingChannel:
    """Hands the e-mail over, and then the process dies."""

    name = "email"

    def first_state(self, settings):
        return EmailChannel().first_state(settings)

    def send(self, parcel, settings):
        EmailChannel().send(parcel, settings)
        raise KeyboardInterrupt


class CutOff(CrashingChannel):
    """The power is cut as the success is written down."""

    def __init__(self, database):
        self.database = database

    def send(self, parcel, settings):
        EmailChannel().send(parcel, settings)
        self.database.fail_at = BEFORE


class AlertMeanwhile(CrashingChannel):
    """Takes its time, and somebody reports danger."""

    def __init__(self, rows):
        self.rows = rows

    def send(self, parcel, settings):
        EmailChannel().send(parcel, settings)
        self.rows.add_notification([SCHOOL], template="DANGER", is_danger=True)


class BrokenChannel(CrashingChannel):
    """Has a mistake in it."""

    def send(self, parcel, settings):
        raise ZeroDivisionError(parcel, settings)


def test_an_email_arrives_with_text_html_and_a_stable_id(rows, smtp_server):
    rows.add_notification([SCHOOL], is_danger=True, template="DANGER")
    assert deliver_notifications(rows.engine) == 2
    (message,), (delivery,) = smtp_server.messages, _emails(rows.engine)
    assert message["To"] == "line-manager@reading-school.example"
    assert message["From"] == "concord@concord.example"
    assert message["Message-ID"] == f"<{delivery.id}@concord.example>"
    assert message["Date"].datetime == START
    assert message["Importance"] == "high"
    text = message.get_body(("plain",)).get_content()
    assert text.replace("\r\n", "\n").strip() == delivery.body
    html = message.get_body(("html",)).get_content()
    assert '<a href="https://concord.example/cases/BRK-2026-000001"' in html
    assert (delivery.state, delivery.delivered_at, delivery.attempts) == ("sent", START, 1)


def test_what_is_markup_in_a_label_is_text_in_the_html(rows, smtp_server):
    facts = {"reference": rows.reference, "name": '<b>"Tell" & ask</b>'}
    rows.add_notification([SCHOOL], template="UNKNOWN", facts=facts)
    deliver_notifications(rows.engine)
    html = smtp_server.messages[0].get_body(("html",)).get_content()
    assert "&lt;b&gt;&#34;Tell&#34; &amp; ask&lt;/b&gt;" in html
    assert "<b>" not in html


def test_a_server_that_says_later_gets_the_same_email_later_and_once(rows, smtp_server):
    smtp_server.refuse(times=2)
    rows.add_notification([SCHOOL])
    for _ in range(3):
        deliver_notifications(rows.engine)
        deliver_notifications(rows.engine)  # at once again: it is not due yet
        rows.engine.clock.advance(timedelta(minutes=1))
    (delivery,) = _emails(rows.engine)
    assert (delivery.state, delivery.attempts, delivery.failure) == ("sent", 3, None)
    assert len(smtp_server.messages) == 1


def test_a_delay_is_told_with_the_servers_reason(rows, smtp_server):
    smtp_server.refuse("451 4.7.1 Greylisted, try again later")
    rows.add_notification([SCHOOL])
    deliver_notifications(rows.engine)
    (delivery,) = _emails(rows.engine)
    assert delivery.state == "pending"
    assert delivery.next_attempt_at == START + timedelta(seconds=30)
    assert "451 4.7.1 Greylisted" in delivery.failure


def test_a_server_that_says_never_is_not_asked_again(rows, smtp_server):
    smtp_server.refuse("550 5.1.1 No such user")
    rows.add_notification([SCHOOL])
    deliver_notifications(rows.engine)
    rows.engine.clock.advance(timedelta(days=1))
    assert deliver_notifications(rows.engine) == 0
    (delivery,) = _emails(rows.engine)
    assert (delivery.state, delivery.next_attempt_at) == ("failed", None)
    assert "550 5.1.1" in delivery.failure
    assert smtp_server.messages == []


def test_one_refused_address_does_not_hold_up_the_others(rows, smtp_server):
    smtp_server.refuse("550 5.1.1 No such user")
    rows.add_notification([SCHOOL, COUNCIL])
    deliver_notifications(rows.engine)
    assert sorted(delivery.state for delivery in _emails(rows.engine)) == ["failed", "sent"]


def test_a_crash_after_sending_repeats_the_email_with_the_same_id_and_loses_none(rows, smtp_server):
    rows.add_notification([SCHOOL, COUNCIL])
    fan_out_notifications(rows.engine, limit=9)
    with pytest.raises(KeyboardInterrupt):
        _carry(rows, [CrashingChannel()])
    rows.engine.clock.advance(timedelta(minutes=1))
    deliver_notifications(rows.engine)
    assert {delivery.state for delivery in _emails(rows.engine)} == {"sent"}
    ids = [message["Message-ID"] for message in smtp_server.messages]
    assert len(ids) == 3
    assert len(set(ids)) == 2


def test_a_mistake_in_a_channel_is_tried_again_and_holds_up_nobody(rows, smtp_server):
    rows.add_notification([SCHOOL, COUNCIL])
    fan_out_notifications(rows.engine, limit=9)
    assert _carry(rows, [BrokenChannel()]) == 2
    assert {delivery.failure for delivery in _emails(rows.engine)} == {
        "An unexpected failure (ZeroDivisionError)."
    }
    rows.engine.clock.advance(timedelta(minutes=1))
    deliver_notifications(rows.engine)
    assert len(smtp_server.messages) == 2


def test_danger_is_sent_before_what_has_waited_longer(rows, smtp_server):
    rows.add_notification([SCHOOL], template="OUTCOME")
    fan_out_notifications(rows.engine, limit=9)
    rows.engine.clock.advance(timedelta(hours=1))
    rows.add_notification([SCHOOL], template="DANGER", is_danger=True)
    deliver_notifications(rows.engine)
    assert ["act at once" in subject for subject in smtp_server.subjects()] == [True, False]


def test_danger_that_comes_while_others_are_sent_is_sent_next(rows, smtp_server):
    rows.add_notification([SCHOOL, COUNCIL], template="OUTCOME")
    fan_out_notifications(rows.engine, limit=9)
    assert _carry(rows, [AlertMeanwhile(rows)]) == 1
    deliver_notifications(rows.engine)
    is_danger = ["act at once" in subject for subject in smtp_server.subjects()]
    assert is_danger == [False, True, False]


def test_a_server_that_is_not_there_is_asked_once_a_round(open_engine, database_url):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"smtp://127.0.0.1:{free.getsockname()[1]}"
    rows = CaseRows(open_engine(database_url, smtp_url=url))
    rows.add_notification([SCHOOL, COUNCIL])
    fan_out_notifications(rows.engine, limit=9)
    assert _carry(rows) == 1
    tried, left = sorted(_emails(rows.engine), key=lambda d: -d.attempts)
    assert "could not be reached" in tried.failure
    assert (left.attempts, left.state) == (0, "pending")


def test_after_days_of_trying_the_delivery_has_failed(rows, smtp_server):
    smtp_server.refuse(times=MOST_ATTEMPTS)
    rows.add_notification([SCHOOL])
    for _ in range(MOST_ATTEMPTS):
        deliver_notifications(rows.engine)
        rows.engine.clock.advance(LONGEST_PAUSE)
    (delivery,) = _emails(rows.engine)
    assert (delivery.state, delivery.attempts) == ("failed", MOST_ATTEMPTS)
    assert deliver_notifications(rows.engine) == 0


def test_pauses_grow_up_to_an_hour():
    pauses = [pause_after(attempts) for attempts in range(1, MOST_ATTEMPTS + 1)]
    assert pauses[0] == timedelta(seconds=30)
    assert all(first <= second for first, second in pairwise(pauses))
    assert pauses[-1] == LONGEST_PAUSE


@pytest.mark.parametrize("settings", [{"demo": True, "smtp_url": "smtp://x"}, {"smtp_url": ""}])
def test_a_demonstration_and_a_server_without_mail_show_emails_instead(
    open_engine, database_url, settings
):
    rows = CaseRows(open_engine(database_url, **settings))
    rows.add_notification([SCHOOL])
    assert deliver_notifications(rows.engine) == 1
    (delivery,) = _emails(rows.engine)
    assert (delivery.state, delivery.attempts) == ("shown", 0)
    assert delivery.subject.startswith(rows.reference)


def test_a_crash_before_the_success_was_noted_sends_the_same_email_and_no_other(rows, smtp_server):
    """The attempt is written down first, so nothing is lost; readers see one by its Message-ID."""
    failing = FailingDatabase(rows.engine.database)
    engine = replace(rows.engine, database=failing)
    rows.add_notification([SCHOOL])
    fan_out_notifications(engine, limit=9)
    with pytest.raises(PowerCut):
        send_deliveries(engine, limit=9, give_up=note_undelivered, channels=[CutOff(failing)])
    (delivery,) = _emails(engine)
    assert (delivery.state, delivery.attempts) == ("pending", 1)
    assert deliver_notifications(engine) == 0
    engine.clock.advance(timedelta(minutes=1))
    deliver_notifications(engine)
    deliver_notifications(engine)
    assert len({message["Message-ID"] for message in smtp_server.messages}) == 1
    assert len(smtp_server.messages) == 2


def test_who_has_left_meanwhile_gets_no_email_and_danger_goes_to_the_next_contact(
    rows, smtp_server
):
    rows.add_notification([SCHOOL], template="OUTCOME")
    rows.add_notification([SCHOOL], template="DANGER", is_danger=True)
    fan_out_notifications(rows.engine, limit=9)
    address = "line-manager@reading-school.example"
    with rows.engine.open_unit_of_work() as work:
        work.session.execute(update(Person).where(Person.email == address).values(active=False))
        work.commit()
    for _ in range(2):
        deliver_notifications(rows.engine)
    assert address not in {to for told in smtp_server.recipients for to in told}
    (message,) = smtp_server.messages
    assert "the alert has come to you" in message["Subject"]
    states = {(delivery.state, delivery.failure) for delivery in _emails(rows.engine)}
    assert states == {("failed", HAS_LEFT), ("sent", None)}


def test_two_processes_that_deliver_at_once_send_each_email_once(rows, smtp_server):
    for _ in range(3):
        rows.add_notification([SCHOOL, COUNCIL])
    fan_out_notifications(rows.engine, limit=9)
    threads = [threading.Thread(target=_carry, args=(rows,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(smtp_server.messages) == 6
    assert {delivery.attempts for delivery in _emails(rows.engine)} == {1}
