"""One case of Berkshire from raised to recorded, by its people, with the clock passing limits."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from engine.clock import LONDON
from tests.browser.answers import (
    RAISE,
    confirmation,
    contact,
    fill,
    next_level,
    send,
)
from tests.browser.site import Site

pytestmark = pytest.mark.browser

SCHOOL, COUNCIL = "reading-school", "reading-council"
TUESDAY = datetime(2037, 9, 1, 16, 0, tzinfo=LONDON)


def raise_case(site: Site, page: Page) -> str:
    site.log_in(page, "practitioner", SCHOOL)
    site.open(page, "/raise")
    page.get_by_role("button", name="Continue").click()
    fill(page, RAISE)
    send(page)
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    return page.get_by_role("link", name="See the case").inner_text().removeprefix("See the case ")


def press_clock(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_a_case_goes_from_raised_to_recorded_while_limits_pass(site: Site, page: Page):
    reference = raise_case(site, page)
    expect(page.locator("main")).to_contain_text("due Tue 1 Sep, 16:00")

    press_clock(page, "+1 working day")
    site.log_in(page, "line-manager", COUNCIL)
    site.open(page, "/inbox")
    row = page.get_by_role("row").filter(has_text=reference)
    expect(row).to_contain_text("Due tomorrow, Wed 2 Sep, 16:0")

    press_clock(page, "+24 hours")
    site.open(page, "/inbox")
    expect(row).to_contain_text("Overdue by")
    row.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("24 hours: nights and weekends count")
    fill(page, contact(TUESDAY + timedelta(hours=5), "not_resolved"))
    send(page)
    expect(page.locator("main")).to_contain_text("is now with the next-level managers of")

    press_clock(page, "+48 hours")
    site.log_in(page, "next-level-manager", SCHOOL)
    site.open(page, "/inbox")
    expect(row).to_contain_text("Overdue by 24 hours")
    row.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("Every action of the plan is done.")
    now = site.clock.now()
    fill(page, next_level(now, "resolved"))
    send(page)

    for agency in (SCHOOL, COUNCIL):
        site.log_in(page, "next-level-manager", agency)
        site.open_task(page, "Confirm outcome")
        fill(page, confirmation(now))
        send(page)
    expect(page.locator("main")).to_contain_text("The case has ended: ")
    site.open(page, f"/cases/{reference}")
    expect(page.get_by_role("row").filter(has_text="Reading School")).to_contain_text("Yes")
    expect(page.get_by_role("row").filter(has_text="Reading Council")).to_contain_text("Yes")
