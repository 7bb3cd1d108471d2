"""A sub-group changes a limit and a recipient: from the first click to the case that follows it."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from engine.runtime.demo_clock import pass_time
from tests.browser.drawing import Modeller, log_in
from tests.browser.prepared import Prepared
from tests.browser.site import Site
from tests.support.drafts import OFFICE

pytestmark = pytest.mark.browser

STAGE_TWO = "Task_S2_Contact"
TO_STAGE_TWO = ("Discuss and find a solution", "Review information", "Seek a solution at next")
"""The steps to which the trial run goes, one after the other."""
NOTE = "Stage two has half the time, and the designated leads are told."


def test_a_new_limit_goes_from_the_drawing_to_the_next_case(site: Site, page: Page):
    old = Prepared(site.concord).climb(STAGE_TWO)
    log_in(site, page)
    draft = begin_draft(site, page)
    change_it(site, page, draft)
    expect_checked(site, page, draft)
    try_it(site, page, draft)
    compare_it(site, page, draft)
    submit_it(site, page, draft)
    approve_and_publish(site, page, draft)
    new = Prepared(site.concord).climb(STAGE_TWO)
    assert limit_of(old) == timedelta(hours=24)
    assert limit_of(new) == timedelta(hours=12)
    pass_time(site.concord.engine, site.clock.set, site.clock.now() + timedelta(hours=13))
    assert told_overdue(new)
    assert not told_overdue(old)


def begin_draft(site: Site, page: Page) -> UUID:
    site.open(page, "/workshop")
    newest = page.get_by_role("row").filter(has_text="edition of 25 March 2026").first
    newest.get_by_role("button", name="Start a draft from this version").click()
    page.wait_for_url(re.compile("/workshop/drafts/"))
    return UUID(page.url.rpartition("/")[2])


def change_it(site: Site, page: Page, draft: UUID) -> None:
    modeller = Modeller(site, page, draft)
    modeller.choose("Timer_S2_24h")
    page.get_by_label("How many hours").fill("12")
    modeller.expect_saved()
    modeller.choose("Notify_S2_Overdue")
    with page.expect_response(
        # Not the rest of the change before, which a slow machine saves in between.
        lambda answer: "designated-lead of both" in (answer.request.post_data or "")
    ):
        page.get_by_label("Role, person 3").select_option("designated-lead")
    modeller.expect_saved()


def expect_checked(site: Site, page: Page, draft: UUID) -> None:
    site.open(page, f"/workshop/drafts/{draft}")
    problems = page.locator("#problems ~ *")
    expect(problems.first).to_contain_text("Nothing stands in the way of publishing it")
    expect(page.locator("main")).to_contain_text("nobody in any agency of the partnership is")


def try_it(site: Site, page: Page, draft: UUID) -> None:
    site.open(page, f"/workshop/drafts/{draft}")
    page.get_by_role("link", name="Try it").click()
    page.get_by_label("Where does the child live?").select_option("reading")
    page.get_by_label("Who raises").select_option("practitioner@reading-school.example")
    page.get_by_role("button", name="Begin").click()
    for step in TO_STAGE_TWO:
        way_to(page, step).get_by_role("button", name="Take these answers").click()
        expect(page.locator("#open ~ div").first).to_contain_text(step)
    page.get_by_role("button", name="Let the next limit pass: “12 hours”").click()
    newest = page.locator(".concord-notice").first
    expect(newest).to_contain_text("contact is overdue")
    expect(newest).to_contain_text("designated leads")


def way_to(page: Page, step: str) -> Locator:
    ways = page.locator("form[action$='/suggested']")
    return ways.filter(has_text=re.compile(f"Leads to: {step}")).first


def compare_it(site: Site, page: Page, draft: UUID) -> None:
    site.open(page, f"/workshop/drafts/{draft}/comparison")
    answer = page.locator("main")
    expect(answer).to_contain_text("is now 12 hours (before: 24 hours)")
    expect(answer).to_contain_text("now also tells designated leads of both agencies")
    expect(answer).to_contain_text("(clause S2-02)")
    # One case runs: fewer than five are not counted for an editor.
    expect(answer).to_contain_text("Open cases: fewer than 5")


def submit_it(site: Site, page: Page, draft: UUID) -> None:
    site.open(page, f"/workshop/drafts/{draft}/review")
    page.get_by_label("What changes, and why?").fill(NOTE)
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator("main")).to_contain_text("Nobody approves what they submitted themselves")
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)


def approve_and_publish(site: Site, page: Page, draft: UUID) -> None:
    site.log_in(page, "second-editor", OFFICE)
    site.open(page, f"/workshop/drafts/{draft}/review")
    expect(page.locator("main")).to_contain_text(NOTE)
    with page.expect_navigation():
        page.get_by_role("button", name="Approve").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_label("From now on").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("main")).to_contain_text("Cases that run keep theirs")
    with page.expect_navigation():
        page.get_by_role("button", name="Publish").click()
    site.open(page, "/workshop")
    published = page.get_by_role("row").filter(has_text=NOTE)
    expect(published).to_contain_text("New cases follow it")


def limit_of(case: Prepared) -> timedelta:
    task = case.witness.tasks(STAGE_TWO)[0]
    return task.due_at - task.opened_at


def told_overdue(case: Prepared) -> bool:
    told = case.witness.told(case.witness.history())
    return any(one.element_id == "Notify_S2_Overdue" for one in told)
