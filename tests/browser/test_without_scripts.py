"""Everything a practitioner does works without JavaScript."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import confirmation, discussion, fill, send
from tests.browser.roads import COUNCIL, SCHOOL, raise_case
from tests.browser.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "java_script_enabled": False}


def test_a_case_is_raised_discussed_and_recorded(site: Site, page: Page):
    reference = raise_case(site, page)
    page.get_by_role("link", name="Go on with it now").click()
    fill(page, discussion(site.clock.now()))
    send(page)
    for agency in (SCHOOL, COUNCIL):
        site.log_in(page, "practitioner", agency)
        site.open_task(page, "Confirm outcome")
        fill(page, confirmation(site.clock.now()))
        send(page)
    expect(page.locator("main")).to_contain_text("The case has ended: ")
    site.open(page, f"/cases/{reference}")
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
