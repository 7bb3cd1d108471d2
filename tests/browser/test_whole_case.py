"""One case of Berkshire from raised to recorded, by its people, with the clock passing limits."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.answers import contact, fill, next_level, send
from tests.browser.roads import (
    COUNCIL,
    SCHOOL,
    confirm_for_both,
    press_clock,
    raise_case,
    see_recorded,
)
from tests.browser.site import Site

pytestmark = pytest.mark.browser


def row_of(site: Site, page: Page, reference: str) -> Locator:
    site.open(page, "/inbox")
    return page.get_by_role("row").filter(has_text=reference)


def see_verdicts(page: Page) -> None:
    limits = page.get_by_role("table", name="The time limits that have run in this case")
    for verdict in ("Not kept", "In time, recorded late", "Late"):
        expect(limits.get_by_text(verdict, exact=True)).to_be_visible()
    expect(limits).to_contain_text("Leave or absence")


def send_with_a_reason(page: Page) -> None:
    send(page)
    page.get_by_role("link", name="Select why it was late").click()
    fill(page, {"late_reason": "leave_or_absence"})
    send(page)
    expect(page.locator("main")).to_contain_text("It was after the limit.")


def test_a_case_goes_from_raised_to_recorded_while_limits_pass(site: Site, page: Page):
    reference = raise_case(site, page)
    main = page.locator("main")
    expect(main).to_contain_text("or the practitioners of Reading Council, due Tue 1 Sep, 16:00")

    press_clock(page, "+1 working day")
    site.log_in(page, "line-manager", COUNCIL)
    expect(row_of(site, page, reference)).to_contain_text("Due tomorrow, Wed 2 Sep, 16:0")

    press_clock(page, "+24 hours")
    row_of(site, page, reference).get_by_role("link", name="Review information").first.click()
    expect(main).to_contain_text("Overdue by less than a minute")
    expect(main).to_contain_text("24 hours: nights and weekends count. Began Tue 1 Sep, 16:0")
    fill(page, contact(site.clock.now() - timedelta(hours=2), "not_resolved"))
    send(page)
    expect(main).to_contain_text("Recorded after the limit, but it took place in time.")
    expect(main).to_contain_text("is now with the next-level managers or safeguarding leads of")

    press_clock(page, "+48 hours")
    site.log_in(page, "next-level-manager", SCHOOL)
    row = row_of(site, page, reference)
    expect(row).to_contain_text("Overdue by 24 hours")
    row.get_by_role("link", name="Seek a solution").first.click()
    expect(main).to_contain_text("Every action of the plan is done.")
    fill(page, next_level(site.clock.now(), "resolved"))
    send_with_a_reason(page)

    confirm_for_both(site, page)
    see_recorded(site, page, reference)
    see_verdicts(page)
