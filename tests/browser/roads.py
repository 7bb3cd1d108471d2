"""The ways through the pages that several tests take."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.answers import RAISE, fill, send
from tests.browser.site import Site

SCHOOL, COUNCIL = "reading-school", "reading-council"
LINK_TO_CASE = "See the case "


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


def press_clock(page: Page, name: str) -> None:
    """Press a button of the demonstration's clock."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_text("The clock has moved on.")).to_be_visible()


def a_little_later(site: Site) -> None:
    """Let some minutes pass, so that something can be told as having happened before."""
    site.clock.offset += timedelta(minutes=10)
