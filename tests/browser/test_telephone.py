"""A whole case on a telephone, from the start page to the record, with a finger."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import RAISE, fill, send
from tests.browser.looking import TELEPHONE, telephone
from tests.browser.roads import (
    LINK_TO_CASE,
    SCHOOL,
    climb_two_levels,
    confirm_for_both,
    see_recorded,
)
from tests.browser.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    touch = {"viewport": TELEPHONE, "has_touch": True, "is_mobile": True}
    return {**browser_context_args, **touch}


def test_a_case_is_raised_with_a_finger_and_recorded(site: Site, page: Page):
    site.log_in(page, "practitioner", SCHOOL)
    site.open(page, "/")
    page.get_by_role("main").get_by_role("button", name="Raise a difference").tap()
    page.get_by_label("Reading (demo)").tap()
    page.get_by_role("button", name="Continue").tap()
    fill(page, RAISE)
    fits(page)
    send(page)
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    link = page.get_by_role("link", name=LINK_TO_CASE)
    reference = link.inner_text().removeprefix(LINK_TO_CASE)
    fits(page)
    climb_two_levels(site, page)
    confirm_for_both(site, page)
    fits(page)
    see_recorded(site, page, reference)
    fits(page)


def test_the_menu_and_the_danger_button_are_under_the_thumb(site: Site, page: Page):
    site.log_in(page, "practitioner", SCHOOL)
    reference = site.concord.raise_case().reference
    page.get_by_role("button", name="Menu").tap()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Cases").tap()
    page.get_by_role("link", name=reference).first.tap()
    page.get_by_role("heading", name="Timeline").scroll_into_view_if_needed()
    danger = page.get_by_role("button", name="Child in immediate danger")
    expect(danger).to_be_in_viewport()
    danger.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ring 999 first")
    expect(page.get_by_role("link", name="Ring 999 on this telephone")).to_be_visible()
    fits(page)


def fits(page: Page) -> None:
    """Nothing on the page is wider than the telephone."""
    assert telephone(page) == []
