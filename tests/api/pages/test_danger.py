"""The danger button: whom to ring at once, and what an alert that is open already says."""

import pytest
from sqlalchemy import select, update

from engine.persistence.directory import Person
from engine.persistence.instances import ProcessInstance
from engine.persistence.notifications import Delivery, Notification
from engine.runtime.delivering import deliver_notifications, list_danger_at_once
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE
from tests.support.app import post_form

SCHOOL = "reading-school"
AGAIN = "An alert is open already"


@pytest.fixture
def reference(concord):
    with concord.engine.open_unit_of_work() as work:
        manager = update(Person).where(Person.email == f"line-manager@{SCHOOL}.example")
        work.session.execute(manager.values(telephone="07700 900999"))
        work.commit()
    return concord.raise_case().reference


@pytest.fixture
def reporter(concord):
    return concord.browser("practitioner", SCHOOL)


def text_of(answer):
    return " ".join(answer.get_data(as_text=True).split())


def alerts(concord):
    with concord.engine.open_reading() as work:
        query = select(ProcessInstance.id).where(ProcessInstance.message == DANGER_MESSAGE)
        return list(work.session.scalars(query))


def test_whoever_reports_danger_reads_at_once_whom_to_ring(reference, reporter):
    path = f"/cases/{reference}/danger"
    page = text_of(reporter.get(post_form(reporter, path, {}, page=path).location))
    assert "Alert sent" in page
    assert 'href="tel:07700900999"' in page
    assert "It is being sent" not in page


def test_the_job_carries_what_was_listed_at_once_and_nothing_twice(concord, reference, reporter):
    path = f"/cases/{reference}/danger"
    post_form(reporter, path, {}, page=path)
    list_danger_at_once(concord.engine)
    deliver_notifications(concord.engine)
    with concord.engine.open_reading() as work:
        query = (
            select(Delivery.person_id, Delivery.channel)
            .join(Notification, Notification.id == Delivery.notification_id)
            .where(Notification.is_danger)
        )
        found = [tuple(row) for row in work.session.execute(query)]
    assert len(found) == len(set(found)) > 0


def test_an_alert_that_is_open_already_stands_above_the_button(concord, reference, reporter):
    path = f"/cases/{reference}/danger"
    assert AGAIN not in text_of(reporter.get(path))
    actor = concord.actor("practitioner", SCHOOL)
    (task_id,) = send_message(concord.engine, actor, reference, DANGER_MESSAGE)
    page = text_of(reporter.get(path))
    assert page.index("Ring 999 first") < page.index(AGAIN) < page.index("Alert now")
    assert f'href="{path}/{task_id}"' in page
    assert "It is with Reading School." in page
    other = text_of(concord.browser("practitioner", "reading-council").get(path))
    assert "Do it if your agency has not been told yet" in other
    post_form(reporter, path, {}, page=path)
    assert len(alerts(concord)) == 2
