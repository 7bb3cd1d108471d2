"""The first page of the operations room, and the heat map."""

import re

import pytest

from api.pages.operations_today import PLACES, size_in_words
from engine.jobs.signs import give_sign
from tests.support.invented import invent

ADMINISTRATOR = ("administrator", "berkshire-partnership")


def test_without_a_process_at_work_the_page_says_so_first(concord):
    page = concord.browser(*ADMINISTRATOR).get("/operations").text
    assert "No process does the background work" in page
    assert "none was seen in the last three minutes" in page
    give_sign(concord.engine)
    page = concord.browser(*ADMINISTRATOR).get("/operations").text
    assert "No process does" not in page
    assert "seen less than a minute ago" in page
    assert "Nothing has failed, and nothing waits" in page
    assert "demonstration from" not in page


def test_what_waits_is_told_with_its_age_and_no_number_is_made_up(concord):
    concord.raise_case()
    give_sign(concord.engine)
    concord.browser(*ADMINISTRATOR)
    clock = concord.engine.clock
    clock.set(clock.now().replace(year=clock.now().year + 1))
    page = concord.browser(*ADMINISTRATOR).get("/operations").text
    assert "A time limit that has passed waits</strong>, for " in page
    assert re.search(r"\d\.\d MB", page)
    assert "backup" not in page.lower()


def test_every_place_it_names_is_there(concord):
    browser = concord.browser(*ADMINISTRATOR)
    page = browser.get("/operations").text
    for _, url in PLACES:
        assert f'href="{url}"' in page
        assert browser.get(url, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("path", ["/operations", "/operations/heat-map"])
def test_for_others_than_administrators_there_is_no_such_page(concord, path):
    assert concord.browser("business-manager", ADMINISTRATOR[1]).get(path).status_code == 404


def test_the_heat_map_draws_and_lists_what_the_cases_took(concord):
    invent(concord.engine, 8)
    browser = concord.browser("administrator", "set-partnership")
    page = browser.get("/operations/heat-map?first=2025-09-01&last=2026-09-30").text
    assert "half within" in page
    assert 'href="#step-Task_S1_Raise"' in page
    assert 'id="step-Task_S1_Raise"' in page
    assert "Steps from 1 September 2025 to 30 September 2026" in page
    nothing = browser.get("/operations/heat-map?first=2020-01-01&last=2020-12-31").text
    assert "nothing ended in this period" in nothing


def test_days_that_are_none_are_said_beside_their_field(concord):
    browser = concord.browser(*ADMINISTRATOR)
    page = browser.get("/operations/heat-map?first=soon").text
    assert "Enter a day between 2000 and 2100" in page
    assert 'value="soon"' in page
    assert (
        "before the first one"
        in browser.get("/operations/heat-map?first=2026-02-02&last=2026-02-01").text
    )
    assert browser.get("/operations/heat-map?version=999999").status_code == 404
    assert browser.get("/operations/heat-map?last=9999-12-31").status_code == 200


def test_sizes_are_said_in_the_largest_unit_that_fits():
    assert [size_in_words(size) for size in (999, 4_200_000, 3 * 10**12, 10**16)] == [
        "999 bytes",
        "4.2 MB",
        "3.0 TB",
        "10000.0 TB",
    ]


def test_an_administrator_of_another_partnership_sees_other_versions(concord):
    page = concord.browser("administrator", "tees-partnership").get("/operations/heat-map").text
    assert "Task_S0_Raise" not in page
    assert "Task_T1_Raise" in page
