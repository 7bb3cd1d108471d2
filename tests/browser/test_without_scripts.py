"""Everything that people do from raising to recording works without JavaScript."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import fill
from tests.browser.roads import climb_two_levels, confirm_for_both, raise_case, see_recorded
from tests.browser.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "java_script_enabled": False}


def test_a_case_goes_up_two_levels_and_is_recorded(site: Site, page: Page):
    reference = raise_case(site, page)
    climb_two_levels(site, page)
    confirm_for_both(site, page)
    see_recorded(site, page, reference)
    expect(page.locator(".concord-diagram svg").first).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Discuss and find")).to_contain_text("Done")


def test_a_draft_is_saved_and_found_again(site: Site, page: Page):
    raise_case(site, page)
    site.open_task(page, "Discuss and find")
    fill(page, {"contact_mode": "video", "s0_outcome": "resolved", "agreed_owner": "Nurse"})
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_text("Saved. You find it in your inbox")).to_be_visible()
    site.open_task(page, "Discuss and find")
    expect(page.locator('[name="agreed_owner"]')).to_have_value("Nurse")
    expect(page.locator('[name="contact_mode"][value="video"]')).to_be_checked()


def test_danger_is_two_presses_away_without_a_field(site: Site, page: Page):
    reference = raise_case(site, page)
    site.open(page, f"/cases/{reference}")
    page.get_by_role("button", name="Child in immediate danger").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ring 999 first")
    page.get_by_role("button", name="Alert now").click()
    expect(page.get_by_role("main")).to_contain_text("the safeguarding lead of Reading School")
