"""The ways through the pages that several tests take."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.answers import (
    RAISE,
    confirmation,
    contact,
    discussion,
    fill,
    next_level,
    send,
)
from tests.browser.site import Site

SCHOOL, COUNCIL = "reading-school", "reading-council"
LINK_TO_CASE = "See the case "
TYPED = "A joint visit next week."
"""What the practitioners agreed on."""


def begin_raising(site: Site, page: Page) -> None:
    """Choose the child's area; what comes next is the form of the first task."""
    site.open(page, "/raise")
    page.get_by_label("Reading (demo)").check()
    page.get_by_role("button", name="Continue").click()


def raise_case(site: Site, page: Page) -> str:
    """Raise a difference as the school's practitioner; return the case's reference."""
    site.log_in(page, "practitioner", SCHOOL)
    begin_raising(site, page)
    fill(page, RAISE)
    send(page)
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    return page.get_by_role("link", name=LINK_TO_CASE).inner_text().removeprefix(LINK_TO_CASE)


def reach_line_managers(site: Site, page: Page) -> str:
    """Raise a difference and let its working day pass; return the case's reference."""
    reference = raise_case(site, page)
    press_clock(page, "+1 working day")
    return reference


def open_discussion(site: Site, page: Page) -> None:
    """Raise a difference, and fill in the form of the discussion that comes next."""
    raise_case(site, page)
    page.get_by_role("link", name="Go on with it now").click()
    fill(page, discussion(site.clock.now()))


def press_clock(page: Page, name: str) -> None:
    """Press a button of the demonstration's clock."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_text("The clock has moved on.")).to_be_visible()


def a_little_later(site: Site) -> None:
    """Let some minutes pass, so that something can be told as having happened before."""
    site.clock.offset += timedelta(minutes=10)


def climb_two_levels(site: Site, page: Page) -> None:
    """Take the case that was just raised over the line managers to the next level, who agree."""
    page.get_by_role("link", name="Go on with it now").click()
    fill(page, discussion(site.clock.now(), "not_resolved"))
    send(page)
    site.log_in(page, "line-manager", COUNCIL)
    site.open_task(page, "Review information")
    fill(page, contact(site.clock.now(), "not_resolved"))
    send(page)
    site.log_in(page, "next-level-manager", SCHOOL)
    site.open_task(page, "Seek a solution")
    fill(page, next_level(site.clock.now(), "resolved"))
    send(page)


def confirm_for_both(site: Site, page: Page) -> None:
    """Let the next-level managers of both agencies confirm the outcome."""
    for agency in (SCHOOL, COUNCIL):
        site.log_in(page, "next-level-manager", agency)
        site.open_task(page, "Confirm outcome")
        fill(page, confirmation(site.clock.now()))
        send(page)
    expect(page.get_by_role("main")).to_contain_text("The case has ended: ")


def see_recorded(site: Site, page: Page, reference: str) -> None:
    """Look at the case: both agencies have confirmed, and there is a record to take away."""
    site.open(page, f"/cases/{reference}")
    for agency in ("Reading School", "Reading Council"):
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=agency))
        expect(row.filter(has_text="Yes").first).to_be_visible()
    record = page.locator("main a[href$='record.pdf']").first.get_attribute("href")
    assert page.request.get(site.address + (record or "")).body().startswith(b"%PDF")
