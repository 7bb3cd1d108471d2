"""One step is taken once, however often and by whomever it is sent."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.answers import contact, discussion, fill, press_send, send
from tests.browser.roads import (
    COUNCIL,
    SCHOOL,
    TYPED,
    open_discussion,
    reach_line_managers,
)
from tests.browser.site import Site

pytestmark = pytest.mark.browser


def test_the_second_of_two_people_learns_who_was_first(site: Site, page: Page, browser: Browser):
    reach_line_managers(site, page)
    first, second = (browser.new_page() for _ in range(2))
    for tab, agency in ((first, COUNCIL), (second, SCHOOL)):
        site.log_in(tab, "line-manager", agency)
        site.open_task(tab, "Review information")
        fill(tab, contact(site.clock.now(), "not_resolved"))
    send(first)
    expect(first.get_by_role("heading", name="Sent")).to_be_visible()
    send(second)
    expect(second.get_by_role("heading", name="This step is no longer open")).to_be_visible()
    expect(second.locator("main")).to_contain_text("Line manager, Reading Council (demo) completed")
    expect(second.get_by_text("Both files.")).to_be_visible()
    for tab in (first, second):
        tab.close()


def test_a_colleagues_claim_is_named_and_can_be_taken_over(site: Site, page: Page):
    reach_line_managers(site, page)
    site.log_in(page, "line-manager", COUNCIL)
    site.open(page, "/inbox")
    with page.expect_navigation():
        page.get_by_role("button", name="I am on it").click()
    site.log_in(page, "line-manager", SCHOOL)
    site.open_task(page, "Review information")
    fill(page, {"information_reviewed": "Typed before taking over."})
    expect(page.get_by_role("button", name="Send", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Take over from Line manager, Reading Council (demo)").click()
    typed = page.locator('[name="information_reviewed"]')
    expect(typed).to_have_value("Typed before taking over.")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()


def test_a_double_click_sends_once(site: Site, page: Page):
    open_discussion(site, page)
    # Without the script that holds the second press back: the server has to cope alone.
    page.evaluate(
        "document.querySelectorAll('[data-prevent-double-click]').forEach(b => "
        "b.removeAttribute('data-prevent-double-click'))"
    )
    page.get_by_role("button", name="Send", exact=True).dblclick()
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    assert site.times_taken("Task_S0_Discuss") == 1


def test_somebody_who_goes_back_after_sending_learns_that_it_was_sent(site: Site, page: Page):
    open_discussion(site, page)
    send(page)
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="This step is no longer open")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("completed it")
    assert site.times_taken("Task_S0_Discuss") == 1


def test_a_refused_form_that_is_loaded_again_is_refused_again(site: Site, page: Page):
    open_discussion(site, page)
    fill(page, {"agreed_owner": ""})
    for refuse in (send, lambda shown: shown.reload()):
        refuse(page)
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        expect(page.locator('[name="agreed_action"]')).to_have_value(TYPED)
    fill(page, {"agreed_owner": "Nurse"})
    send(page)
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    assert site.times_taken("Task_S0_Discuss") == 1


def test_two_tabs_with_the_same_step_count_once(site: Site, page: Page):
    open_discussion(site, page)
    other_tab = page.context.new_page()
    other_tab.goto(page.url)
    fill(other_tab, discussion(site.clock.now()))
    fill(other_tab, {"agreed_action": "Typed in the other tab."})
    send(page)
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    send(other_tab)
    expect(other_tab.get_by_role("heading", name="This step is no longer open")).to_be_visible()
    expect(other_tab.get_by_text("Typed in the other tab.")).to_be_visible()
    assert site.times_taken("Task_S0_Discuss") == 1


def test_two_people_who_press_at_the_same_moment_count_once(
    site: Site, page: Page, browser: Browser
):
    reach_line_managers(site, page)
    both = [browser.new_page() for _ in range(2)]
    for tab, agency in zip(both, (COUNCIL, SCHOOL), strict=True):
        site.log_in(tab, "line-manager", agency)
        site.open_task(tab, "Review information")
        fill(tab, contact(site.clock.now(), "not_resolved"))
    for tab in both:
        press_send(tab)
    heading = re.compile(r"^\s*(Sent|This step is no longer open)\s*$")
    for tab in both:
        expect(tab.get_by_role("heading", level=1)).to_have_text(heading)
    headings = sorted(tab.get_by_role("heading", level=1).inner_text().strip() for tab in both)
    assert headings == ["Sent", "This step is no longer open"]
    assert site.times_taken("Task_S1_Contact") == 1
    for tab in both:
        tab.close()


def test_whoever_loses_a_step_to_a_colleague_keeps_what_they_typed(
    site: Site, page: Page, browser: Browser
):
    reach_line_managers(site, page)
    first, second = (browser.new_page() for _ in range(2))
    site.log_in(first, "line-manager", COUNCIL)
    site.open(first, "/inbox")
    with first.expect_navigation():
        first.get_by_role("button", name="I am on it").click()
    fill(first, contact(site.clock.now(), "not_resolved"))
    site.log_in(second, "line-manager", SCHOOL)
    site.open_task(second, "Review information")
    with second.expect_navigation():
        second.get_by_role("button", name="Take over from").click()
    send(first)
    expect(first.get_by_role("main")).to_contain_text("Line manager, Reading School (demo)")
    expect(first.locator('[name="information_reviewed"]')).to_have_value("Both files.")
    assert site.times_taken("Task_S1_Contact") == 0
    for tab in (first, second):
        tab.close()
