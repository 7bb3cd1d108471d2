"""The address of a calendar feed, as calendar programs and strangers ask for it."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import update

from api.access import is_never_limited
from engine.persistence.directory import Person, RoleGrant
from engine.runtime.calendar_feeds import close_calendar_feed, open_calendar_feed

MANAGER = ("line-manager", "reading-council")
PRACTITIONER = ("practitioner", "reading-council")


@pytest.fixture
def address(concord):
    """Return the address of the council's practitioner, who has something to do."""
    concord.raise_case()
    return f"/calendar/{open_calendar_feed(concord.engine, concord.actor(*PRACTITIONER))}.ics"


def events(answer):
    return Calendar.from_ical(answer.data).walk("VEVENT")


def execute(concord, statement):
    with concord.engine.open_unit_of_work() as work:
        work.session.execute(statement)
        work.commit()


def test_it_is_read_without_logging_in(concord, address):
    answer = concord.browser().get(address)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers
    (event,) = events(answer)
    assert str(event["SUMMARY"]).startswith("BRK-")
    assert str(event["URL"]).startswith(concord.engine.settings.base_url)


def test_nothing_is_sent_again_until_something_changes(concord, address):
    client = concord.browser()
    tag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "private, no-cache"
    concord.raise_case()
    changed = client.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert len(events(changed)) == 2


def test_what_is_overdue_stays_until_it_is_done(concord, address):
    client = concord.browser()
    concord.engine.clock.set(concord.engine.clock.now() + timedelta(days=9))
    (event,) = events(client.get(address))
    assert str(event["SUMMARY"]).startswith("Overdue: ")


def test_the_feed_follows_the_persons_roles(concord, address):
    person_id = concord.actor(*PRACTITIONER).person_id
    past = concord.engine.clock.now() - timedelta(minutes=1)
    ended = update(RoleGrant).where(RoleGrant.person_id == person_id).values(valid_to=past)
    execute(concord, ended)
    answer = concord.browser().get(address)
    assert (answer.status_code, events(answer)) == (200, [])


def test_everybody_without_a_feed_gets_the_same_answer(concord, address):
    person_id = concord.actor(*PRACTITIONER).person_id
    client = concord.browser(*PRACTITIONER)
    hostile = ("x", "x" * 43, "%00" * 43, "..%2f..%2fetc", "%F0%9F%92%A9", "'--", "a" * 5000)
    answers = [client.get(f"/calendar/{secret}.ics") for secret in hostile]
    execute(concord, update(Person).where(Person.id == person_id).values(active=False))
    answers.append(concord.browser().get(address))
    execute(concord, update(Person).where(Person.id == person_id).values(active=True))
    assert concord.browser().get(address).status_code == 200
    close_calendar_feed(concord.engine, concord.actor(*PRACTITIONER))
    answers.append(concord.browser().get(address))
    plain = [answer for answer in answers if answer.content_type.startswith("text/plain")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in plain}) == 1
    assert len(plain) >= len(answers) - 2


def test_it_is_slowed_down_like_everything_else(concord):
    assert not is_never_limited(concord.app, "pages_calendar_feed.show_calendar", "GET")


def test_it_names_no_child_and_nothing_that_people_wrote(concord, address):
    text = concord.browser().get(address).get_data(as_text=True)
    assert "SG-" not in text
    assert not any(word in text for word in ("ATTENDEE", "ORGANIZER", "ATTACH"))
