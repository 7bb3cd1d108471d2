"""Who has been told, in words: on the page of the case and after a danger alert."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from api.pages.told import present_notice
from engine.persistence.directory import Agency, Person
from engine.persistence.notifications import Delivery
from engine.persistence.tasks import UserTask
from engine.queries.case_notices import CaseNotice, DeliveryRow
from engine.runtime.delivering import deliver_notifications
from engine.runtime.messages import send_message
from engine.runtime.notices import mark_notice_read
from engine.runtime.undelivered import note_undelivered
from engine.vocabulary import DANGER_MESSAGE
from tests.support.undelivered import taken_by_a_server

SCHOOL = "reading-school"
NOW = datetime(2026, 9, 8, 22, 0, tzinfo=UTC)
NUMBER = "0118 496 0999"


def _row(**columns):
    values = {
        "person_id": 1,
        "person_name": "Manager",
        "agency_name": "School",
        "channel": "email",
        "state": "sent",
        "attempts": 1,
        "next_attempt_at": None,
        "delivered_at": NOW,
        "read_at": None,
        "failure": None,
    }
    return DeliveryRow(**(values | columns))


def _present(*rows, **columns):
    values = {
        "id": None,
        "name": "Overdue",
        "template": "S1_OVERDUE",
        "is_danger": False,
        "state": "sent",
        "queued_at": NOW,
        "due_at": None,
        "groups": (("line-manager", "School"),),
        "deliveries": rows,
    }
    return present_notice(CaseNotice(**(values | columns)), NOW)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "e-mail sent Tue 8 Sep, 23:00"),
        ({"state": "pending", "attempts": 0, "next_attempt_at": NOW}, "e-mail on its way"),
        (
            {"state": "pending", "attempts": 0, "next_attempt_at": NOW + timedelta(hours=8.5)},
            "e-mail waits until Wed 9 Sep, 07:30 (quiet hours)",
        ),
        (
            {"state": "pending", "attempts": 2, "next_attempt_at": NOW + timedelta(minutes=5)},
            "e-mail on its way, next try at 23:05",
        ),
        (
            {"state": "failed", "failure": "550 No such mailbox"},
            "e-mail not delivered (550 No such mailbox)",
        ),
        (
            {"state": "shown"},
            "e-mail not sent: no mail server is set, or this is the demonstration",
        ),
        ({"channel": "in_app"}, "in Concord, not read yet"),
        ({"channel": "in_app", "read_at": NOW}, "in Concord, read Tue 8 Sep, 23:00"),
    ],
)
def test_each_way_says_how_far_it_got(columns, words):
    (person,) = _present(_row(**columns)).people
    assert person.ways == (words,)


def test_two_of_the_same_name_are_two_people_also_in_one_agency():
    failed = _row(person_id=3, state="failed", telephone_now=True)
    notice = _present(_row(), _row(person_id=2, agency_name="Council"), failed)
    assert [person.agency_name for person in notice.people] == ["School", "Council", "School"]
    assert [person.is_missing for person in notice.people] == [False, False, True]
    assert notice.summary == "2 people told"


def test_whom_an_alert_did_not_reach_is_named_by_role_if_there_is_one():
    manager = _present(not_reached=("line-manager", "School"))
    assert manager.instead_of == "the line manager of School"
    assert _present(not_reached=("", "School")).instead_of == "somebody of School"


def test_a_notice_that_reached_nobody_says_telephone():
    assert _present(state="failed").summary == "Nobody could be told. Telephone them."
    assert _present(state="pending").summary == "It is being sent."


@pytest.fixture
def alert(concord):
    """Return reference and task of a danger alert; the agency has a number."""
    with concord.engine.open_unit_of_work() as work:
        school = update(Agency).where(Agency.key == SCHOOL)
        work.session.execute(school.values(telephone=NUMBER, out_of_hours="Ring the duty team."))
        mobile = update(Person).where(Person.email == f"line-manager@{SCHOOL}.example")
        work.session.execute(mobile.values(telephone="07700 900999"))
        work.commit()
    started = concord.start_case()
    raiser = concord.actor("practitioner", SCHOOL)
    (task_id,) = send_message(concord.engine, raiser, started.reference, DANGER_MESSAGE)
    deliver_notifications(concord.engine)
    return started.reference, task_id


def _text(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def _bounce(concord, role):
    missed = taken_by_a_server(concord.engine, concord.actor(role, SCHOOL))
    note_undelivered(concord.engine, missed, "550 No such mailbox")
    deliver_notifications(concord.engine)


def test_the_reporter_sees_who_was_told_and_who_has_seen_it(concord, alert):
    reference, task_id = alert
    lead = concord.actor("safeguarding-lead", SCHOOL)
    mine = select(Delivery.id).where(
        Delivery.person_id == lead.person_id, Delivery.channel == "in_app"
    )
    with concord.engine.open_reading() as work:
        notice_id = work.session.scalars(mine).one()
    mark_notice_read(concord.engine, lead, notice_id)
    page = _text(concord.browser("practitioner", SCHOOL), f"/cases/{reference}/danger/{task_id}")
    assert "Alert sent" in page
    assert "In Concord, read" in page
    assert "In Concord, not read yet" in page
    assert "telephone now" not in page


@pytest.mark.parametrize("place", ["danger", "case"])
def test_not_delivered_says_telephone_now_with_the_numbers(concord, alert, place):
    reference, task_id = alert
    _bounce(concord, "line-manager")
    path = {"danger": f"/cases/{reference}/danger/{task_id}", "case": f"/cases/{reference}"}
    page = _text(concord.browser("practitioner", SCHOOL), path[place])
    assert "Not delivered – telephone now:" in page
    assert 'href="tel:07700900999"' in page
    assert f">{NUMBER}</a>" in page
    assert "Out of hours: Ring the duty team." in page
    assert "550 No such mailbox" in page
    assert "Next level manager, Reading School (demo)" in page
    assert page.index("Not delivered – telephone now:") < page.index("Who has been told")


def test_when_nobody_is_left_the_page_says_so_first(concord, alert):
    reference, task_id = alert
    for role in (
        "line-manager",
        "safeguarding-lead",
        "next-level-manager",
        "senior-manager",
        "departmental-head",
    ):
        _bounce(concord, role)
    page = _text(concord.browser("practitioner", SCHOOL), f"/cases/{reference}/danger/{task_id}")
    assert "<title>Not delivered: telephone now" in page
    assert "Nobody could be told: telephone now" in page


def test_once_the_child_is_safe_the_top_of_the_case_says_nothing_of_it(concord, alert):
    reference, task_id = alert
    _bounce(concord, "line-manager")
    with concord.engine.open_unit_of_work() as work:
        done = update(UserTask).where(UserTask.id == task_id)
        work.session.execute(done.values(state="completed", closed_at=concord.engine.clock.now()))
        work.commit()
    page = _text(concord.browser("practitioner", SCHOOL), f"/cases/{reference}")
    assert page.index("Who has been told") < page.index("Not delivered")
