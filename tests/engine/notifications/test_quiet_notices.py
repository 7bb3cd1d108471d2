"""An agency's quiet hours put e-mail off; danger and the list in Concord never wait."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from engine.access import Group
from engine.persistence.directory import Agency
from engine.persistence.notifications import Delivery
from engine.persistence.tasks import UserTask
from engine.queries.case_notices import list_case_notices
from engine.runtime.delivering import deliver_notifications
from engine.runtime.directory import grant_role
from tests.support.case_rows import CaseRows, group
from tests.support.directory import demo_actor

SCHOOL = Group("reading-school", "line-manager")
COUNCIL = Group("reading-council", "line-manager")
LATE_EVENING = datetime(2026, 9, 8, 22, 0, tzinfo=UTC)
"""A Tuesday, 23:00 in London."""
MORNING = datetime(2026, 9, 9, 6, 30, tzinfo=UTC)
"""Wednesday, 07:30 in London."""


@pytest.fixture
def rows(open_engine, database_url, smtp_server):
    rows = CaseRows(open_engine(database_url, smtp_url=smtp_server.url))
    _set_quiet(rows, "reading-school")
    rows.engine.clock.set(LATE_EVENING)
    return rows


def _set_quiet(rows, agency_key, **columns):
    values = {"quiet_from": "18:00", "quiet_until": "07:30"} | columns
    with rows.engine.open_unit_of_work() as work:
        work.session.execute(update(Agency).where(Agency.key == agency_key).values(**values))
        work.commit()


def _deliveries(rows, channel="email"):
    query = select(Delivery).where(Delivery.channel == channel).order_by(Delivery.subject)
    with rows.engine.open_reading() as work:
        return work.session.scalars(query).all()


def test_in_the_evening_only_the_quiet_agencys_email_waits(rows, smtp_server):
    rows.add_notification([SCHOOL, COUNCIL])
    deliver_notifications(rows.engine)
    assert [message["To"] for message in smtp_server.messages] == [
        "line-manager@reading-council.example"
    ]
    assert {delivery.state for delivery in _deliveries(rows, "in_app")} == {"sent"}
    (waiting,) = [delivery for delivery in _deliveries(rows) if delivery.state == "pending"]
    assert (waiting.next_attempt_at, waiting.attempts) == (MORNING, 0)
    rows.engine.clock.set(MORNING - timedelta(seconds=1))
    assert deliver_notifications(rows.engine) == 0
    rows.engine.clock.set(MORNING)
    assert deliver_notifications(rows.engine) == 1
    assert deliver_notifications(rows.engine) == 0
    assert len(smtp_server.messages) == 2


def test_danger_is_sent_at_any_hour(rows, smtp_server):
    rows.add_notification([SCHOOL], is_danger=True, template="DANGER")
    deliver_notifications(rows.engine)
    assert len(smtp_server.messages) == 1


def test_what_is_tried_again_does_not_break_into_the_night(rows, smtp_server):
    rows.engine.clock.set(datetime(2026, 9, 8, 16, 59, 45, tzinfo=UTC))
    smtp_server.refuse()
    rows.add_notification([SCHOOL])
    deliver_notifications(rows.engine)
    rows.engine.clock.advance(timedelta(minutes=1))
    assert deliver_notifications(rows.engine) == 0
    (waiting,) = _deliveries(rows)
    assert (waiting.next_attempt_at, waiting.attempts) == (MORNING, 1)
    rows.engine.clock.set(MORNING)
    deliver_notifications(rows.engine)
    assert len(smtp_server.messages) == 1


def test_what_waited_for_one_person_goes_out_in_its_order(rows, smtp_server):
    for number in range(4):
        rows.add_notification([SCHOOL], facts={"reference": f"BRK-{number}"})
        deliver_notifications(rows.engine)
        rows.engine.clock.advance(timedelta(minutes=1))
    rows.engine.clock.set(MORNING)
    deliver_notifications(rows.engine)
    assert [subject[:5] for subject in smtp_server.subjects()] == [f"BRK-{n}" for n in range(4)]


def test_one_who_works_for_several_waits_by_the_agency_for_which_they_are_told(rows, smtp_server):
    grant_role(
        rows.engine,
        email="line-manager@reading-school.example",
        agency_key="reading-council",
        role="senior-manager",
    )
    rows.add_notification([Group("reading-council", "senior-manager")])
    deliver_notifications(rows.engine)
    told = {message["To"] for message in smtp_server.messages}
    assert "line-manager@reading-school.example" in told


def test_quiet_hours_move_no_due_time(rows):
    due = LATE_EVENING + timedelta(hours=2)
    rows.add_task([group("line-manager", "reading-school")], due_at=due)
    rows.add_notification([SCHOOL])
    deliver_notifications(rows.engine)
    with rows.engine.open_reading() as work:
        assert work.session.scalars(select(UserTask.due_at)).all() == [due]


def test_the_case_knows_until_when_an_email_waits(rows):
    rows.open_to(group("line-manager", "reading-school"))
    rows.add_notification([SCHOOL])
    deliver_notifications(rows.engine)
    manager = demo_actor(rows.engine, "line-manager", "reading-school")
    with rows.engine.open_reading() as work:
        (notice,) = list_case_notices(rows.engine, work, manager, rows.reference)
    email = next(row for row in notice.deliveries if row.channel == "email")
    assert (email.state, email.attempts, email.next_attempt_at) == ("pending", 0, MORNING)
    assert not email.telephone_now


@pytest.mark.parametrize("settings", [{"demo": True}, {"smtp_url": ""}])
def test_where_email_is_only_shown_it_waits_as_well(open_engine, database_url, settings):
    rows = CaseRows(open_engine(database_url, **settings))
    _set_quiet(rows, "reading-school")
    rows.engine.clock.set(LATE_EVENING)
    rows.add_notification([SCHOOL])
    deliver_notifications(rows.engine)
    assert _deliveries(rows)[0].state == "pending"
    rows.engine.clock.set(MORNING)
    deliver_notifications(rows.engine)
    (shown,) = _deliveries(rows)
    assert (shown.state, shown.delivered_at) == ("shown", MORNING)
