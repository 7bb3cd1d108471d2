"""The start page and the page before raising: danger first, then what waits, then the routes."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from engine.persistence.directory import Agency
from engine.runtime.demo_clock import move_clock
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE

SCHOOL = "reading-school"
ROUTES = ("complaint", "allegation", "whistleblowing", "LADO")


def text_of(client, path):
    return client.get(path).get_data(as_text=True)


def test_nothing_stands_before_999(concord):
    for client in (concord.browser(), concord.browser("practitioner", SCHOOL)):
        page = text_of(client, "/")
        main = page[page.index("<main") :]
        assert main.index("ring 999") < main.index("<h1")
        assert 'href="tel:999"' in main


def test_whoever_is_logged_in_sees_first_what_waits_for_them(concord):
    raised = concord.raise_case()
    actor = concord.actor("practitioner", SCHOOL)
    send_message(concord.engine, actor, raised.reference, DANGER_MESSAGE)
    move_clock(concord.engine, by=timedelta(days=9))
    page = text_of(concord.browser("line-manager", SCHOOL), "/")
    assert "2 things to do: 1 about a child in danger and 1 overdue." in page
    assert page.index("about a child in danger") < page.index("Raise a difference of opinion")
    assert "concord-waiting" in page


def test_for_everybody_else_it_says_what_concord_is(concord):
    page = text_of(concord.browser(), "/")
    assert "Concord is for professionals who think" in page
    assert "Log in to raise a difference" in page
    assert "to do" not in page


def test_the_start_page_names_whom_to_ring_out_of_hours(concord):
    page = text_of(concord.browser(), "/")
    place = page[page.index("it cannot wait until morning") :]
    reading = place[place.index("Reading (demo)") : place.index("Redcar")]
    assert "Reading Council" in reading
    assert "emergency duty team" in reading


def test_without_a_place_out_of_hours_nothing_is_promised(concord):
    with concord.engine.open_unit_of_work() as work:
        work.session.execute(update(Agency).values(out_of_hours=None))
        work.commit()
    assert "cannot wait until morning" not in text_of(concord.browser(), "/")


@pytest.mark.parametrize("path", ["/", "/raise"])
def test_the_other_routes_are_named_also_just_before_raising(concord, path):
    page = text_of(concord.browser("practitioner", SCHOOL), path)
    assert [route for route in ROUTES if route not in page] == []


def test_the_areas_of_ones_own_partnership_come_first(concord):
    page = text_of(concord.browser("practitioner", "tees-health"), "/raise")
    headings = re.findall(r'class="govuk-radios__divider">([^:<]+)', page)
    assert headings[0] == "Tees demonstration"
    assert headings[1:] == sorted(headings[1:])


def test_a_procedure_is_named_once_for_its_partnership(concord):
    page = text_of(concord.browser("practitioner", SCHOOL), "/raise")
    assert page.count("Resolving Professional Disagreements") == 1
    assert "Edition of 25 March 2026" in page
