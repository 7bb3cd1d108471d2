"""The keys alone: from raising a case to recording its outcome, and about in the diagram."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import RAISE, confirmation, discussion
from tests.browser.keys import choose, fill_with_keys, press, tab_to
from tests.browser.roads import COUNCIL, SCHOOL
from tests.browser.site import Site

pytestmark = pytest.mark.browser


def test_a_case_is_raised_settled_and_recorded_by_both_agencies(site: Site, page: Page):
    log_in_with_keys(site, page, SCHOOL)
    site.open(page, "/")
    press(page.get_by_role("main").get_by_role("button", name="Raise a difference"))
    expect(page).to_have_title("Raise a difference of opinion – Concord")
    choose(page, "area", "reading")
    press(page.get_by_role("button", name="Continue"))
    expect(page.locator('[name="child_ref"]')).to_be_attached()
    fill_with_keys(page, RAISE)
    press(page.get_by_role("button", name="Send", exact=True))
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    press(page.get_by_role("link", name="Go on with it now"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Discuss and find a solution")
    fill_with_keys(page, discussion(site.clock.now()))
    press(page.get_by_role("button", name="Send", exact=True))
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    for agency in (SCHOOL, COUNCIL):
        log_in_with_keys(site, page, agency)
        site.open(page, "/inbox")
        press(page.get_by_role("link", name="Confirm outcome").first)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Confirm outcome")
        fill_with_keys(page, confirmation(site.clock.now()))
        press(page.get_by_role("button", name="Send", exact=True))
        expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("The case has ended: ")


def log_in_with_keys(site: Site, page: Page, agency: str) -> None:
    """Log in as the agency’s practitioner, on the log-in page of the demonstration."""
    page.context.clear_cookies()
    site.open(page, "/login")
    person = page.locator(f'button[value="practitioner@{agency}.example"]')
    press(page.locator("details", has=person).locator("summary"))
    press(person)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_the_error_summary_leads_to_its_fields(site: Site, page: Page):
    site.log_in(page, "practitioner", SCHOOL)
    site.open(page, f"/tasks/{site.concord.start_case().user_task_id}")
    press(page.get_by_role("button", name="Send", exact=True))
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    press(summary.get_by_role("link", name="case number"))
    expect(page.locator('[name="child_ref"]')).to_be_focused()


def test_the_diagram_is_moved_and_left_again(site: Site, page: Page):
    site.log_in(page, "practitioner", SCHOOL)
    reference = site.concord.raise_case().reference
    site.open(page, f"/cases/{reference}")
    expect(page.get_by_role("button", name="Show all")).to_be_visible()
    canvas = page.locator(".concord-diagram__canvas")
    tab_to(canvas)
    drawing = page.locator(".concord-diagram__canvas .viewport")
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "+", "-", "0"):
        before = drawing.get_attribute("transform")
        page.keyboard.press(key)
        expect(drawing).not_to_have_attribute("transform", before or "")
    page.keyboard.press("Tab")
    expect(canvas).not_to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(canvas).to_be_focused()


def test_the_skip_link_leads_past_everything(site: Site, page: Page):
    site.log_in(page, "practitioner", SCHOOL)
    site.open(page, "/inbox")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
