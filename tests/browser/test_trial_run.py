"""An editor tries a procedure with the clock, and nothing real has changed afterwards."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from engine.jobs.work import work_once
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.tables import METADATA
from tests.browser.site import Site

pytestmark = pytest.mark.browser

STEP_TWO = re.compile(r"Go back to before this\W+step 2")

OWN = {"sandbox_run", "web_session", "worker_sign"}
"""What a trial run, being logged in, and the server at work may write."""


def rows_of(site: Site) -> dict[str, int]:
    with site.concord.engine.open_reading() as work:
        return {
            table.name: work.session.scalar(select(func.count()).select_from(table)) or 0
            for table in METADATA.sorted_tables
            if table.name not in OWN
        }


def begin(site: Site, page: Page) -> None:
    """Begin on the Friday before a bank holiday."""
    with site.concord.engine.open_reading() as work:
        newest = select(ProcessDefinition.id).where(ProcessDefinition.edition == "2026-03-25")
        version = work.session.scalars(newest).one()
    site.open(page, f"/procedures/{version}")
    page.get_by_role("link", name="Try it").click()
    page.get_by_label("Where does the child live?").select_option("reading")
    page.get_by_label("Who raises").select_option("practitioner@reading-school.example")
    page.get_by_label("When does it begin?").fill("2026-08-28T16:00")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trial run")


def meet_errors(page: Page) -> None:
    """Send the form of a step as it is, and go back."""
    page.get_by_role("link", name="line manager of Reading School").click()
    page.get_by_role("button", name="Do this step").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_role("link", name="Back to the trial run").click()


def alert(page: Page) -> None:
    """Report danger as the practitioner who raised."""
    page.get_by_label("What", exact=True).select_option("ImmediateDanger")
    page.get_by_label("As the").select_option("practitioner@reading-school.example")
    page.get_by_role("button", name="Send it").click()


def test_an_editor_tries_a_procedure_and_nothing_real_changes(site: Site, page: Page):
    site.log_in(page, "editor", "berkshire-partnership")
    before, words = rows_of(site), page.locator("main")
    begin(site, page)
    # The page after it shows the same time: only the way there tells that it was taken.
    with page.expect_navigation():
        page.get_by_role("button", name="Take these answers").first.click()
    expect(words).to_contain_text("Friday 28 August 2026, 16:00")
    page.get_by_role("button", name="Let the next limit pass: “1 working day”").click()
    # The working day after the bank holiday.
    expect(words).to_contain_text("Tuesday 1 September 2026, 16:00")
    expect(words).to_contain_text("the line managers of Reading School")
    meet_errors(page)
    alert(page)
    expect(words).to_contain_text("child at risk now, act at once")
    page.get_by_role("button", name=STEP_TWO).click()
    expect(words).to_contain_text("Friday 28 August 2026, 16:00")
    expect(words).not_to_contain_text("child at risk now")
    page.get_by_role("link", name="Save this run as a scenario").click()
    page.get_by_label("Title").fill("Raised on a Friday")
    page.get_by_role("button", name="Look at it first").click()
    expect(page.locator("pre")).to_contain_text('now: "2026-08-28 16:00"')
    work_once(site.concord.engine)
    assert rows_of(site) == before
