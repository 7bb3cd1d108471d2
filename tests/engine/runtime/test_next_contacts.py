"""A danger alert that does not reach somebody goes to the next contact: scenario 36."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engine.notifications.sending import LONGEST_PAUSE
from engine.persistence.cases import CaseAccess
from engine.persistence.directory import Person
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import Incident
from engine.persistence.notifications import Delivery, Notification
from engine.queries.case_notices import list_alert_notices, list_case_notices
from engine.queries.notices import list_notices
from engine.queries.timeline import list_timeline
from engine.runtime.delayed_alerts import pass_delayed_alerts_on
from engine.runtime.delivering import deliver_notifications
from engine.runtime.directory import add_person, grant_role
from engine.runtime.messages import send_message
from engine.runtime.notices import mark_notice_read
from engine.runtime.undelivered import note_undelivered
from engine.vocabulary import ALERT_PATIENCE, DANGER_MESSAGE
from tests.support.engine import RAISER, SCHOOL, Berkshire
from tests.support.invariants import broken_invariants

NEVER = "550 5.1.1 No such mailbox"
LATER = "451 4.7.1 Try again later"
LEVELS = ["next-level-manager", "senior-manager", "departmental-head"]
"""Above those whom an alert tells at first, from below."""
ALERT = "Task_Danger_Act"
SAFE = {"called_999": "not_needed_in_my_judgement", "child_safe_now": "yes"}


@pytest.fixture
def mailing(berkshire, smtp_server):
    """Return the same engine with a mail server, and see that nothing is broken at the end."""
    settings = replace(berkshire.engine.settings, smtp_url=smtp_server.url)
    mailing = Berkshire(replace(berkshire.engine, settings=settings), berkshire.clock)
    yield mailing
    assert broken_invariants(mailing.engine) == []


@pytest.fixture
def started(mailing):
    """Return a case in which nothing else waits to be told."""
    case = mailing.climb("Task_S0_Discuss")
    deliver_notifications(mailing.engine)
    return case


def alert(mailing, started):
    (task_id,) = send_message(
        mailing.engine, mailing.actor(*RAISER), started.reference, DANGER_MESSAGE
    )
    return task_id


def passed_on(mailing):
    """Return the groups of the notices to next contacts, from below."""
    notices = mailing.rows(select(Notification).where(Notification.instead_of.is_not(None)))
    pairs = [tuple(pair) for notice in notices for pair in notice.groups["groups"]]
    return sorted(pairs, key=lambda pair: LEVELS.index(pair[1]))


def emails(mailing, state):
    query = select(Delivery).where(Delivery.channel == "email", Delivery.is_danger)
    return mailing.rows(query.where(Delivery.state == state))


def read(mailing, query, *arguments, role=RAISER):
    with mailing.engine.open_reading() as work:
        return query(mailing.engine, work, mailing.actor(*role), *arguments)


def deliver_all(mailing):
    while deliver_notifications(mailing.engine):
        pass


def test_a_refused_alert_goes_to_the_next_level_of_the_same_agency(mailing, started, smtp_server):
    smtp_server.refuse(NEVER)
    alert(mailing, started)
    deliver_notifications(mailing.engine)
    (failed,) = emails(mailing, "failed")
    (notice,) = mailing.rows(select(Notification).where(Notification.instead_of == failed.id))
    assert notice.groups["groups"] == [[SCHOOL, "next-level-manager"]]
    assert (notice.is_danger, notice.template) == (True, "DANGER_NEXT_CONTACT")
    access = select(CaseAccess.role).where(CaseAccess.role == "next-level-manager")
    assert mailing.rows(access) == ["next-level-manager"]
    deliver_notifications(mailing.engine)
    letter = smtp_server.messages[-1]
    text = " ".join(letter.get_body(("plain",)).get_content().split())
    assert letter["To"] == f"next-level-manager@{SCHOOL}.example"
    missed = smtp_server.messages[-2]["To"].partition("@")[0]
    other = {"line-manager": "safeguarding lead", "safeguarding-lead": "line manager"}[missed]
    assert f"did not reach the {other} of Reading School" in text
    assert "ring 999 and ask for the police" in text
    assert f"/cases/{started.reference}" in text
    assert "Telephone: " in text


def test_the_case_says_telephone_now_with_numbers_and_who_is_told_instead(
    mailing, started, smtp_server
):
    smtp_server.refuse(NEVER)
    task_id = alert(mailing, started)
    deliver_all(mailing)
    first, second = read(mailing, list_alert_notices, started.reference, task_id)
    (missing,) = [row for row in first.deliveries if row.telephone_now]
    assert (missing.channel, missing.state) == ("email", "failed")
    assert missing.telephone
    assert missing.agency_telephone
    assert missing.out_of_hours
    assert NEVER in missing.failure
    assert second.not_reached[1] == "Reading School"
    assert second.name == "The alert went on to the next contact"
    assert not second.reached_nobody
    told = [entry.sentence for entry in read(mailing, list_timeline, started.reference)]
    assert any("could not be delivered to the" in sentence for sentence in told)
    assert any("went on to the next-level manager" in sentence for sentence in told)
    assert "Notice: The alert went on to the next contact" in told


def test_the_failure_is_noted_once_whoever_tells_of_it(mailing, started, smtp_server):
    smtp_server.refuse(NEVER)
    alert(mailing, started)
    deliver_all(mailing)
    (failed,) = emails(mailing, "failed")
    before = mailing.case(started.case_id).history_count
    assert not note_undelivered(mailing.engine, failed.id, "It came back")
    assert mailing.case(started.case_id).history_count == before
    assert len(passed_on(mailing)) == 1


def test_two_who_tell_of_the_same_failure_at_once_pass_it_on_once(mailing, started):
    alert(mailing, started)
    deliver_all(mailing)
    first = emails(mailing, "sent")[0]
    results, gate = [], threading.Barrier(2)

    def tell():
        gate.wait()
        results.append(note_undelivered(mailing.engine, first.id, "It came back"))

    threads = [threading.Thread(target=tell) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, True]
    assert len(passed_on(mailing)) == 1


def test_each_further_failure_climbs_one_level_until_nobody_is_left(mailing, started, smtp_server):
    smtp_server.refuse(NEVER, times=9)
    task_id = alert(mailing, started)
    deliver_all(mailing)
    assert passed_on(mailing) == [(SCHOOL, level) for level in LEVELS]
    # Two were told at first and three in their place; two failures found nobody.
    assert len(emails(mailing, "failed")) == 5
    incidents = mailing.rows(select(Incident))
    assert (len(incidents), {one.is_danger for one in incidents}) == (5, {True})
    assert sum("nobody of the agency is left" in one.message for one in incidents) == 2
    assert sum("it went on to the" in one.message for one in incidents) == 3
    notices = read(mailing, list_alert_notices, started.reference, task_id)
    assert all(notice.reached_nobody for notice in notices)
    told = [entry.sentence for entry in read(mailing, list_timeline, started.reference)]
    assert sum("nobody is left" in sentence for sentence in told) == 2
    assert deliver_notifications(mailing.engine) == 0
    # In Concord it stands for each of them all the same.
    head = read(mailing, list_notices, role=("departmental-head", SCHOOL))
    assert [notice.is_danger for notice in head.rows] == [True]


def test_a_level_in_which_everybody_was_told_already_is_passed_over(mailing, started, smtp_server):
    for role in ("next-level-manager", "line-manager"):
        grant_role(
            mailing.engine,
            email=f"safeguarding-lead@{SCHOOL}.example",
            agency_key=SCHOOL,
            role=role,
        )
    gone = mailing.actor("next-level-manager", SCHOOL)
    with mailing.engine.open_unit_of_work() as work:
        left = update(Person).where(Person.id == gone.person_id)
        work.session.execute(left.values(active=False))
        work.commit()
    smtp_server.refuse(NEVER)
    alert(mailing, started)
    deliver_all(mailing)
    assert passed_on(mailing) == [(SCHOOL, "senior-manager")]


def test_in_the_next_group_nobody_is_told_twice(mailing, started, smtp_server):
    email = f"line-manager@{SCHOOL}.example"
    grant_role(mailing.engine, email=email, agency_key=SCHOOL, role="next-level-manager")
    smtp_server.refuse(NEVER)
    alert(mailing, started)
    deliver_all(mailing)
    counts = [
        delivery.person_id for delivery in mailing.rows(select(Delivery)) if delivery.is_danger
    ]
    assert {counts.count(person) for person in counts} == {2}


def test_a_deputy_is_the_next_contact_as_the_one_who_is_away(mailing, started, smtp_server):
    add_person(mailing.engine, email="deputy@school.example", name="Deputy")
    grant_role(
        mailing.engine,
        email="deputy@school.example",
        agency_key=SCHOOL,
        role="next-level-manager",
    )
    smtp_server.refuse(NEVER)
    alert(mailing, started)
    deliver_all(mailing)
    assert "deputy@school.example" in [message["To"] for message in smtp_server.messages]


def test_who_has_read_it_in_concord_is_not_missed(mailing, started):
    alert(mailing, started)
    deliver_all(mailing)
    lead = mailing.actor("safeguarding-lead", SCHOOL)
    (notice,) = read(mailing, list_notices, role=("safeguarding-lead", SCHOOL)).rows
    mark_notice_read(mailing.engine, lead, notice.id)
    (sent,) = [one for one in emails(mailing, "sent") if one.person_id == lead.person_id]
    assert note_undelivered(mailing.engine, sent.id, "It came back")
    assert passed_on(mailing) == []
    rows = read(mailing, list_case_notices, started.reference)[-1].deliveries
    assert not any(row.telephone_now for row in rows)


def test_an_alert_that_is_over_goes_to_nobody_else(mailing, started):
    alert(mailing, started)
    deliver_all(mailing)
    mailing.complete(started.case_id, ALERT, ("safeguarding-lead", SCHOOL), **SAFE)
    sent = emails(mailing, "sent")[0]
    assert note_undelivered(mailing.engine, sent.id, "It came back")
    assert (passed_on(mailing), mailing.rows(select(Incident))) == ([], [])


def test_what_is_no_danger_goes_to_nobody_else(mailing, smtp_server):
    smtp_server.refuse(NEVER, times=9)
    started = mailing.climb("Task_S1_Contact")
    deliver_all(mailing)
    assert emails(mailing, "failed") == []
    failed = mailing.rows(select(Delivery).where(Delivery.state == "failed"))
    assert failed
    assert passed_on(mailing) == []
    kinds = select(HistoryEvent.kind).where(HistoryEvent.case_id == started.case_id)
    assert "delivery_failed" not in mailing.rows(kinds)


def test_a_failure_is_noted_also_when_nobody_can_be_found_for_it(mailing, started, smtp_server):
    """A diagram names a role that is none: the operators are told, the page says telephone."""
    smtp_server.refuse(NEVER)
    alert(mailing, started)
    with mailing.engine.open_unit_of_work() as work:
        groups = {"groups": [[SCHOOL, "line-manager"], [SCHOOL, "wizard"]], "people": []}
        danger = update(Notification).where(Notification.is_danger)
        work.session.execute(danger.values(groups=groups))
        work.commit()
    deliver_all(mailing)
    assert len(emails(mailing, "failed")) == 1
    (incident,) = mailing.rows(select(Incident))
    assert "could not go to the next contact" in incident.message


def test_an_alert_that_is_only_delayed_goes_to_one_further_contact(mailing, started, smtp_server):
    smtp_server.refuse(LATER, times=99)
    task_id = alert(mailing, started)
    deliver_all(mailing)
    mailing.clock.set(mailing.clock.now() + ALERT_PATIENCE - timedelta(seconds=1))
    assert pass_delayed_alerts_on(mailing.engine) == 0
    mailing.clock.set(mailing.clock.now() + timedelta(seconds=1))
    assert pass_delayed_alerts_on(mailing.engine) == 1
    for _ in range(3):
        mailing.clock.set(mailing.clock.now() + ALERT_PATIENCE)
        deliver_all(mailing)
        assert pass_delayed_alerts_on(mailing.engine) == 0
    assert passed_on(mailing) == [(SCHOOL, "next-level-manager")]
    notices = read(mailing, list_alert_notices, started.reference, task_id)
    assert all(row.telephone_now for notice in notices for row in notice.email)


def test_a_delay_is_no_reason_while_somebody_has_the_alert(mailing, started, smtp_server):
    smtp_server.refuse(LATER, times=1)
    alert(mailing, started)
    deliver_all(mailing)
    assert (len(emails(mailing, "sent")), len(emails(mailing, "pending"))) == (1, 1)
    mailing.clock.set(mailing.clock.now() + ALERT_PATIENCE)
    assert pass_delayed_alerts_on(mailing.engine) == 0


def test_what_was_delayed_and_then_fails_is_passed_on_only_once(mailing, started, smtp_server):
    smtp_server.refuse(LATER, times=2)
    alert(mailing, started)
    deliver_all(mailing)
    mailing.clock.set(mailing.clock.now() + ALERT_PATIENCE)
    assert pass_delayed_alerts_on(mailing.engine) == 1
    (notice,) = mailing.rows(select(Notification).where(Notification.instead_of.is_not(None)))
    assert note_undelivered(mailing.engine, notice.instead_of, "Given up")
    assert len(passed_on(mailing)) == 1


def test_days_of_trying_end_with_the_next_contact_as_well(mailing, started, smtp_server):
    alert(mailing, started)
    smtp_server.refuse(LATER, times=400)
    for _ in range(80):
        deliver_notifications(mailing.engine)
        mailing.clock.set(mailing.clock.now() + LONGEST_PAUSE)
    assert {row.state for row in emails(mailing, "failed")} == {"failed"}
    assert passed_on(mailing)[:2] == [(SCHOOL, "next-level-manager"), (SCHOOL, "senior-manager")]
