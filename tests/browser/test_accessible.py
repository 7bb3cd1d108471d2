"""Every page, in each of its states: no fault that axe knows, no sideways scrolling at 390 px."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine.notifications.delivering import deliver_notifications
from engine.runtime.user_tasks import complete_user_task
from tests.browser.answers import confirmation, discussion, fill, send
from tests.browser.roads import (
    COUNCIL,
    SCHOOL,
    begin_raising,
    press_clock,
    raise_case,
    reach_line_managers,
)
from tests.browser.site import Site
from tests.support.two_sides import follow_two_sides

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}
TELEPHONE = {"width": 390, "height": 844}
WIDER_THAN_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

Check = Callable[[], None]


@pytest.fixture
def check(page: Page, axe: Callable[..., None]) -> Check:
    """Return a check of the page as it is now, at a desk and on a telephone."""

    def check_page() -> None:
        axe()
        page.set_viewport_size(TELEPHONE)
        assert not page.evaluate(WIDER_THAN_SCREEN), f"{page.url} is wider than a telephone"
        axe()
        page.set_viewport_size(DESK)

    return check_page


@pytest.mark.parametrize("path", ["/", "/login", "/accessibility", "/privacy", "/nothing-here"])
def test_pages_for_everybody(site: Site, page: Page, check: Check, path: str):
    site.open(page, path)
    check()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/inbox",
        "/cases",
        "/cases?show=ended",
        "/notices",
        "/raise",
        "/procedures",
        "/account",
        "/change",
    ],
)
def test_pages_of_somebody_without_cases(site: Site, page: Page, check: Check, path: str):
    site.log_in(page, "departmental-head", SCHOOL)
    site.open(page, path)
    check()


def test_the_page_of_a_procedure(site: Site, page: Page, check: Check):
    site.log_in(page, "practitioner", SCHOOL)
    site.open(page, "/procedures")
    page.get_by_role("main").get_by_role("link").first.click()
    expect(page.get_by_role("button", name="Show all")).to_be_visible()
    check()


def test_raising_and_its_errors(site: Site, page: Page, check: Check):
    site.log_in(page, "practitioner", SCHOOL)
    begin_raising(site, page)
    check()
    send(page)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    check()


def test_a_case_between_practitioners(site: Site, page: Page, check: Check):
    reference = raise_case(site, page)
    check()
    page.get_by_role("link", name="Go on with it now").click()
    check()
    site.open(page, f"/cases/{reference}")
    expect(page.get_by_role("button", name="Show all")).to_be_visible()
    check()


def test_a_case_with_the_line_managers(site: Site, page: Page, check: Check):
    reference = reach_line_managers(site, page)
    site.log_in(page, "line-manager", COUNCIL)
    site.open_task(page, "Review information")
    fill(page, {"receiving_view": "Not sent yet."})
    page.get_by_role("button", name="Save and come back later").click()
    check()
    deliver_notifications(site.concord.engine)
    site.log_in(page, "line-manager", SCHOOL)
    site.open_task(page, "Review information")
    expect(page.get_by_role("region", name="The other side’s draft")).to_contain_text("Not sent")
    check()
    press_clock(page, "+24 hours")
    deliver_notifications(site.concord.engine)
    for path in ("/inbox", "/notices", f"/cases/{reference}"):
        site.open(page, path)
        check()


def test_danger(site: Site, page: Page, check: Check):
    reference = raise_case(site, page)
    site.open(page, f"/cases/{reference}/danger")
    check()
    page.get_by_role("button", name="Alert now").click()
    check()
    site.open(page, f"/cases/{reference}")
    check()
    site.log_in(page, "safeguarding-lead", SCHOOL)
    site.open(page, "/inbox")
    check()
    site.open_task(page, "Act now")
    check()


def test_a_late_submit_and_a_case_that_has_ended(site: Site, page: Page, check: Check):
    reference = raise_case(site, page)
    page.get_by_role("link", name="Go on with it now").click()
    late = page.context.new_page()
    late.goto(page.url)
    for tab in (page, late):
        fill(tab, discussion(site.clock.now()))
    send(late)
    late.close()
    send(page)
    check()
    for agency in (SCHOOL, COUNCIL):
        site.log_in(page, "practitioner", agency)
        site.open_task(page, "Confirm outcome")
        check()
        fill(page, confirmation(site.clock.now()))
        send(page)
    check()
    site.open(page, f"/cases/{reference}")
    check()


def test_the_people_of_a_partnership(site: Site, page: Page, check: Check):
    site.open(page, "/login")
    page.get_by_text("Tees demonstration").click()
    expect(page.get_by_role("button", name="Procedures group")).to_be_visible()
    check()


def test_a_message_that_may_come_at_any_stage(site: Site, page: Page, check: Check):
    concord = site.concord
    follow_two_sides(concord.engine)
    started, raiser = concord.start_case(), concord.actor("practitioner", SCHOOL)
    answers = {"receiving_agency": COUNCIL}
    complete_user_task(concord.engine, raiser, started.user_task_id, answers)
    site.log_in(page, "practitioner", SCHOOL)
    site.open(page, f"/cases/{started.reference}")
    page.get_by_role("button", name="The child’s status changed").click()
    expect(page.get_by_role("button", name="Confirm and send")).to_be_visible()
    check()
