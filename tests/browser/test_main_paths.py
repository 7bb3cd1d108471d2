"""Each edition's main path, from its first form to the record, by its several people."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.main_path import MAIN_END, MAIN_PATHS, Walk, edition_folder, main_path_of
from tests.browser.site import Site
from tests.workflows.editions import EDITIONS

pytestmark = pytest.mark.browser

ENOUGH_TIME_MS = 20_000


def test_every_edition_has_a_main_path():
    assert {edition_folder(edition) for edition in MAIN_PATHS} == set(EDITIONS)


@pytest.mark.parametrize("edition", MAIN_PATHS)
def test_people_walk_the_main_path(site: Site, page: Page, edition: str):
    page.set_default_timeout(ENOUGH_TIME_MS)
    scenario = main_path_of(edition)
    walk = Walk(site, page, scenario)
    walk.walk(scenario)
    assert walk.witness.case().outcome == MAIN_END
    site.open(page, f"/cases/{walk.reference}")
    confirmed = page.get_by_role("region", name="What each agency confirms")
    expect(confirmed.get_by_text("Yes", exact=True)).to_have_count(2)
    record = page.locator("main a[href$='record.pdf']").first.get_attribute("href")
    answer = page.request.get(site.address + (record or ""))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
