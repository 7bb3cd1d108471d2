"""Several partnerships: areas to raise in, and people of the demonstration, by partnership."""

import re

import pytest
from sqlalchemy import update

from engine.persistence.directory import Area
from engine.queries.areas import list_areas
from tests.support.app import post_form
from tests.support.directory import demo_actor

BERKSHIRE, ESSEX = "Berkshire demonstration", "Southend, Essex and Thurrock demonstration"


@pytest.fixture
def areas(concord):
    with concord.engine.open_reading() as work:
        return list_areas(work, concord.engine.clock.now())


def text_of(answer):
    return answer.get_data(as_text=True)


def test_every_area_follows_a_published_edition(concord, areas):
    assert [area.key for area in areas if area.partnership == BERKSHIRE][-1] == "reading"
    assert [area.partnership for area in areas] == sorted(area.partnership for area in areas)
    assert {area.edition for area in areas if area.key == "reading"} == {"2026-03-25"}


def test_areas_stand_under_their_partnership_and_none_is_chosen_beforehand(concord, areas):
    page = text_of(concord.browser("practitioner", "reading-school").get("/raise"))
    for area in areas:
        choice = page.index(f'value="{area.key}"')
        heading = page.rindex("govuk-radios__divider", 0, choice)
        assert page[heading:].startswith(f'govuk-radios__divider">{area.partnership}')
    assert " checked" not in page


def test_the_start_page_says_where_each_partnership_is(concord, areas):
    page = text_of(concord.app.test_client().get("/"))
    for area in areas:
        row = page.index(f">{area.partnership}</dt>")
        assert area.name in page[row : page.index("</dd>", row)]


def test_a_school_at_the_border_raises_in_another_partnership(concord):
    browser = concord.browser("practitioner", "southend-school")
    answer = post_form(browser, "/raise", {"area": "reading"}, page="/raise")
    assert answer.status_code == 302
    form = text_of(browser.get(answer.location))
    assert "Southend School" in form
    assert "Reading Council" in form


def test_an_area_without_a_published_procedure_is_not_offered_and_refused_in_words(concord):
    with concord.engine.open_unit_of_work() as work:
        never = update(Area).where(Area.key == "essex").values(edition="1999-01-01")
        work.session.execute(never)
        work.commit()
    browser = concord.browser("practitioner", "southend-school")
    assert 'value="essex"' not in text_of(browser.get("/raise"))
    answer = post_form(browser, "/raise", {"area": "essex"}, page="/raise")
    assert answer.status_code == 422
    refused = concord.api("practitioner", "southend-school").post("/cases", {"area": "essex"})
    assert refused.status_code == 422
    assert refused.json["detail"] == "No procedure has been published for Essex (demo) yet."


def test_the_log_in_page_lists_people_by_partnership_and_agency(concord):
    page = text_of(concord.app.test_client().get("/login"))
    parts = re.findall(r"<details.*?</details>", page, re.DOTALL)
    assert len(parts) == 4
    assert len(re.findall(r'name="email" value="[^"]+\.example"', page)) > 180
    (ours,) = [part for part in parts if BERKSHIRE in part]
    (theirs,) = [part for part in parts if ESSEX in part]
    assert 'value="practitioner@reading-school.example"' in ours
    assert 'value="practitioner@essex-police.example"' in theirs
    assert "essex" not in ours
    assert re.findall(r"<details[^>]* open", page) == []


def test_whoever_is_listed_can_log_in_with_one_click(concord):
    browser = concord.browser("procedures-group", "tees-partnership")
    name = demo_actor(concord.engine, "procedures-group", "tees-partnership").name
    assert name in text_of(browser.get("/"))
