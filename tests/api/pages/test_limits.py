"""Limits on the pages: asked at the end of a form, told on the page of the case."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from engine.persistence.tasks import UserTask
from engine.runtime.demo_clock import move_clock
from tests.support.app import post_form
from tests.support.overdue import MANAGER, overdue_contact

__all__ = ["overdue_contact"]

QUESTION = "Why was it late?"
REFUSED = "Select why it was late"


@pytest.fixture
def manager(concord):
    return concord.browser(*MANAGER)


def text_of(client, path):
    return client.get(path, follow_redirects=True).get_data(as_text=True)


def posted(answers):
    """Return answers as the form's inputs: a moment in London's parts, a list as its members."""
    return {key: value for key, value in answers.items() if key != "contact_at"}


def spoken(contact, hours):
    moment = contact.began_at + timedelta(hours=hours)
    parts = {
        "day": moment.day,
        "month": moment.month,
        "year": moment.year,
        "hour": moment.hour,
        "minute": moment.minute,
    }
    return {f"contact_at-{name}": str(value) for name, value in parts.items()}


def send(client, contact, hours, **more):
    path = f"/tasks/{contact.task_id}"
    fields = {**posted(contact.answers), **spoken(contact, hours), **more}
    return post_form(client, path, fields, page=path)


def test_an_overdue_step_asks_why_and_says_when_to_answer(manager, overdue_contact):
    page = text_of(manager, f"/tasks/{overdue_contact.task_id}")
    assert QUESTION in page
    assert "Answer this only if your answer to “When did you speak?” is after " in page
    assert page.index("When did you speak?") < page.index(QUESTION)


def test_before_the_limit_nothing_is_asked(concord):
    (discuss,) = concord.raise_case().opened
    page = text_of(concord.browser("practitioner", "reading-school"), f"/tasks/{discuss.id}")
    assert QUESTION not in page


def test_what_is_typed_stays_when_the_reason_is_missing(manager, overdue_contact):
    answer = send(manager, overdue_contact, 26, late_words="The deputy was away.")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert REFUSED in page
    assert 'href="#f-late_reason"' in page
    assert "The deputy was away." in page
    assert overdue_contact.answers["information_reviewed"] in page


def test_a_late_contact_with_its_reason_is_taken_and_told(manager, overdue_contact):
    reason = {"late_reason": "closed_over_holiday", "late_words": "The school was closed."}
    answer = send(manager, overdue_contact, 26, **reason)
    assert answer.status_code == 302
    assert "It was after the limit. Your reason is kept with it." in text_of(
        manager, answer.location
    )
    page = text_of(manager, f"/cases/{overdue_contact.reference}")
    assert "An agency was closed over a holiday: The school was closed." in page


def test_a_contact_in_time_is_said_to_have_been_in_time(manager, overdue_contact):
    answer = send(manager, overdue_contact, 1)
    assert "Recorded after the limit, but it took place in time." in text_of(
        manager, answer.location
    )
    page = text_of(manager, f"/cases/{overdue_contact.reference}")
    assert "In time, recorded late" in page


def test_a_page_opened_before_the_limit_asks_why_after_it(concord, manager, overdue_contact):
    with concord.engine.open_unit_of_work() as work:
        later = concord.engine.clock.now() + timedelta(minutes=30)
        work.session.execute(
            update(UserTask).where(UserTask.id == overdue_contact.task_id).values(due_at=later)
        )
        work.commit()
    path = f"/tasks/{overdue_contact.task_id}"
    assert QUESTION not in text_of(manager, path)
    move_clock(concord.engine, by=timedelta(hours=1))
    answer = send(manager, overdue_contact, 30.75)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert QUESTION in page
    assert REFUSED in page


def test_a_draft_of_the_reason_comes_back(manager, overdue_contact):
    path = f"/tasks/{overdue_contact.task_id}"
    typed = {"information_reviewed": "Both files", "late_words": "Half a rea", "save": "yes"}
    assert post_form(manager, path, typed, page=path).status_code == 302
    page = text_of(manager, path)
    assert "Both files" in page
    assert "Half a rea" in page


def test_the_case_shows_each_limit_with_its_state(manager, overdue_contact):
    page = text_of(manager, f"/cases/{overdue_contact.reference}")
    limits = page.split('id="limits"')[1].split("</section>")[0]
    assert "1 working day" in limits
    assert "Kept" in limits
    assert "24 hours" in limits
    assert "Overdue" in limits
