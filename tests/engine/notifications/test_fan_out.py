"""From a queued notice to one delivery for each person and channel."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engine.access import Group, Opening
from engine.notifications.fan_out import fan_out_notifications
from engine.notifications.requeueing import requeue_notifications
from engine.persistence.directory import Person, RoleGrant
from engine.persistence.instances import Incident
from engine.persistence.notifications import Delivery, Notification
from engine.runtime.delivering import deliver_notifications
from engine.runtime.directory import add_person, grant_role
from tests.support.case_rows import group
from tests.support.directory import demo_actor

SCHOOL = Group("reading-school", "line-manager")
COUNCIL = Group("reading-council", "line-manager")


def _deliveries(engine, channel="in_app"):
    with engine.open_reading() as work:
        query = select(Delivery, Person.email).join(Person, Person.id == Delivery.person_id)
        found = work.session.execute(query.where(Delivery.channel == channel))
        return {email: delivery for delivery, email in found}


def _state(engine, notification):
    with engine.open_reading() as work:
        return work.session.get_one(Notification, notification.id).state


def test_every_member_of_every_group_is_told_once_over_every_channel(rows):
    engine = rows.engine
    grant_role(
        engine,
        email="line-manager@reading-school.example",
        agency_key="reading-council",
        role="line-manager",
    )
    notification = rows.add_notification([SCHOOL, COUNCIL])
    assert deliver_notifications(engine) == 1
    for channel, state in (("in_app", "sent"), ("email", "shown")):
        found = _deliveries(engine, channel)
        assert set(found) == {
            "line-manager@reading-school.example",
            "line-manager@reading-council.example",
        }
        assert {delivery.state for delivery in found.values()} == {state}
    assert _state(engine, notification) == "sent"
    assert deliver_notifications(engine) == 0


def test_members_are_those_of_the_moment_of_delivery(rows):
    engine = rows.engine
    rows.add_notification([SCHOOL])
    add_person(engine, email="new@reading-school.example", name="New")
    grant_role(
        engine,
        email="new@reading-school.example",
        agency_key="reading-school",
        role="line-manager",
    )
    with engine.open_unit_of_work() as work:
        left = demo_actor(engine, "line-manager", "reading-school")
        ended = update(RoleGrant).where(RoleGrant.person_id == left.person_id)
        work.session.execute(ended.values(valid_to=engine.clock.now()))
        work.commit()
    deliver_notifications(engine)
    assert set(_deliveries(engine)) == {"new@reading-school.example"}


def test_one_who_is_named_is_told_for_the_agency_by_which_the_case_knows_them(rows):
    engine = rows.engine
    raiser = demo_actor(engine, "practitioner", "reading-school")
    rows.open_to(Opening(Group("reading-school", "practitioner"), raiser.person_id))
    rows.add_notification(people=[raiser.person_id])
    deliver_notifications(engine)
    ((email, delivery),) = _deliveries(engine).items()
    assert (email, delivery.agency_key) == (raiser.email, "reading-school")


def deputise(rows, absent, role, agency_key, **until):
    """Let the safeguarding lead of an agency have somebody's role there."""
    deputy, now = demo_actor(rows.engine, "safeguarding-lead", agency_key), rows.engine.clock.now()
    rows.write(
        RoleGrant(
            person_id=deputy.person_id,
            agency_key=agency_key,
            role=role,
            valid_from=now,
            valid_to=now + timedelta(**until),
            deputy_for=absent.person_id,
        )
    )
    return deputy


def test_the_deputy_of_one_who_is_named_is_told_too_as_long_as_they_stand_in(rows):
    engine = rows.engine
    raiser = demo_actor(engine, "practitioner", "reading-school")
    rows.open_to(Opening(Group("reading-school", "practitioner"), raiser.person_id))
    deputy = deputise(rows, raiser, "practitioner", "reading-school", days=1)
    rows.add_notification(people=[raiser.person_id])
    deliver_notifications(engine)
    assert {email: one.agency_key for email, one in _deliveries(engine).items()} == {
        raiser.email: "reading-school",
        deputy.email: "reading-school",
    }


def test_who_stands_in_no_more_or_at_another_agency_is_not_told(rows):
    engine = rows.engine
    raiser = demo_actor(engine, "practitioner", "reading-school")
    rows.open_to(Opening(Group("reading-school", "practitioner"), raiser.person_id))
    deputise(rows, raiser, "practitioner", "reading-school", seconds=0)
    deputise(rows, raiser, "practitioner", "thames-police", days=1)
    rows.add_notification(people=[raiser.person_id])
    deliver_notifications(engine)
    assert set(_deliveries(engine)) == {raiser.email}


def test_one_who_may_no_longer_log_in_is_not_told(rows):
    engine = rows.engine
    gone = demo_actor(engine, "line-manager", "reading-school")
    rows.add_notification([SCHOOL, COUNCIL], people=[gone.person_id])
    with engine.open_unit_of_work() as work:
        inactive = update(Person).where(Person.id == gone.person_id).values(active=False)
        work.session.execute(inactive)
        work.commit()
    deliver_notifications(engine)
    assert set(_deliveries(engine)) == {"line-manager@reading-council.example"}


def test_a_notice_that_reaches_nobody_becomes_an_incident_that_operators_see(rows):
    engine = rows.engine
    nobody = Group("reading-school", "business-manager")
    notification = rows.add_notification([nobody])
    deliver_notifications(engine)
    assert _state(engine, notification) == "failed"
    with engine.open_reading() as work:
        incident = work.session.scalars(select(Incident)).one()
    assert (incident.case_id, incident.state) == (rows.case.id, "open")
    assert incident.element_id == notification.element_id
    assert "business-manager of reading-school" in incident.message


def test_a_failed_notice_can_be_queued_again_once_somebody_is_there(rows):
    engine = rows.engine
    notification = rows.add_notification([Group("reading-school", "business-manager")])
    deliver_notifications(engine)
    email = "line-manager@reading-school.example"
    grant_role(engine, email=email, agency_key="reading-school", role="business-manager")
    with engine.open_unit_of_work() as work:
        requeue_notifications(work, rows.instance.id)
        work.commit()
    deliver_notifications(engine)
    assert _state(engine, notification) == "sent"
    assert set(_deliveries(engine)) == {email}


def test_danger_is_fanned_out_before_what_was_queued_earlier(rows):
    engine = rows.engine
    earlier = rows.add_notification([SCHOOL])
    engine.clock.advance(timedelta(hours=1))
    danger = rows.add_notification([SCHOOL], is_danger=True, template="DANGER")
    assert fan_out_notifications(engine, limit=1) == 1
    assert (_state(engine, danger), _state(engine, earlier)) == ("sent", "pending")


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_no_more_than_the_limit_is_done_in_one_round(rows, limit):
    for _ in range(2):
        rows.add_notification([SCHOOL])
    assert fan_out_notifications(rows.engine, limit=limit) == min(limit, 2)


def test_the_group_of_a_role_is_not_that_of_another_agency(rows):
    rows.add_notification([group("line-manager", "thames-police").group])
    deliver_notifications(rows.engine)
    assert set(_deliveries(rows.engine)) == {"line-manager@thames-police.example"}
