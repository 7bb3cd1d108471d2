"""What the people of a case see and can do."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import RAISE, fill, send
from tests.browser.roads import COUNCIL, SCHOOL, begin_raising, raise_case
from tests.browser.site import Site

pytestmark = pytest.mark.browser


def test_999_comes_before_the_heading_of_the_start_page(site: Site, page: Page):
    site.open(page, "/")
    words = page.get_by_role("main").inner_text()
    assert words.index("ring 999") < words.index("Resolve a difference of opinion")
    expect(page.get_by_role("button", name="Log in to raise a difference")).to_be_visible()


def test_wrong_answers_are_listed_and_the_list_has_the_focus(site: Site, page: Page):
    site.log_in(page, "practitioner", SCHOOL)
    begin_raising(site, page)
    fill(page, {key: RAISE[key] for key in ("receiving_agency", "child_status")})
    fill(page, {"child_ref": "A name"})
    send(page)
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(page).to_have_title(
        "Error: Seek the rationale, set out the concern – BRK-2037-000001 – Concord"
    )
    summary.get_by_role("link", name="case number").click()
    expect(page.locator('[name="child_ref"]')).to_be_focused()
    expect(page.locator('[name="child_ref"]')).to_have_value("A name")
    expect(page.locator('[name="receiving_agency"]')).to_have_value(COUNCIL)


def test_danger_says_999_first_and_needs_no_field(site: Site, page: Page):
    reference = raise_case(site, page)
    site.open(page, f"/cases/{reference}")
    page.get_by_role("heading", name="Timeline").scroll_into_view_if_needed()
    button = page.get_by_role("button", name="Child in immediate danger")
    expect(button).to_be_in_viewport()
    button.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ring 999 first")
    expect(page.locator("main input:not([type=hidden])")).to_have_count(0)
    page.get_by_role("button", name="Alert now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alert sent")
    expect(page.locator("main")).to_contain_text("the safeguarding lead of Reading School")
    site.log_in(page, "safeguarding-lead", SCHOOL)
    site.open(page, "/inbox")
    expect(page.locator("main")).to_contain_text("1 thing to do: 1 about a child in danger.")


def test_the_other_agencys_danger_alert_goes_to_its_own_people(site: Site, page: Page):
    reference = raise_case(site, page)
    site.log_in(page, "practitioner", COUNCIL)
    site.open(page, f"/cases/{reference}/danger")
    page.get_by_role("button", name="Alert now").click()
    expect(page.locator("main")).to_contain_text("the safeguarding lead of Reading Council")
    expect(page.locator("main")).not_to_contain_text("of Reading School")


def test_a_case_that_has_not_reached_somebody_is_not_there_for_them(site: Site, page: Page):
    reference = raise_case(site, page)
    site.log_in(page, "senior-manager", COUNCIL)
    site.open(page, f"/cases/{reference}")
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    site.open(page, "/cases")
    expect(page.locator("main")).not_to_contain_text(reference)


def test_logging_in_leads_back_to_the_page_that_was_asked_for(site: Site, page: Page):
    site.open(page, "/notices")
    site.choose_person(page, "practitioner", SCHOOL)
    expect(page).to_have_url(f"{site.address}/notices")


def test_the_clock_refuses_to_go_back(site: Site, page: Page):
    site.open(page, "/")
    page.get_by_label("Move on to").evaluate("field => { field.min = ''; }")
    page.get_by_label("Move on to").fill("2037-08-27T09:00")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_text("The clock moves forward only")).to_be_visible()
