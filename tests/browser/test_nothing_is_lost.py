"""What a person has typed stays, whatever happens to the session, the task or the button."""

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from engine.persistence.tasks import Submission
from tests.browser.answers import contact, discussion, fill, send
from tests.browser.roads import COUNCIL, SCHOOL, press_clock, raise_case, reach_line_managers
from tests.browser.site import Site

pytestmark = pytest.mark.browser

TYPED = "A joint visit next week."


def open_discussion(site: Site, page: Page) -> None:
    raise_case(site, page)
    page.get_by_role("link", name="Go on with it now").click()
    fill(page, discussion(site.clock.now()))


def test_an_expired_session_keeps_the_text_through_logging_in_again(site: Site, page: Page):
    open_discussion(site, page)
    page.context.clear_cookies()
    send(page)
    expect(page.get_by_role("heading", name="Log in to Concord")).to_be_visible()
    site.choose_person(page, "practitioner", SCHOOL)
    expect(page.get_by_text("You had been logged out.")).to_be_visible()
    expect(page.locator('[name="agreed_action"]')).to_have_value(TYPED)
    page.reload()
    expect(page.locator('[name="agreed_action"]')).to_have_value(TYPED)
    send(page)
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()


def test_text_kept_for_one_person_is_not_shown_to_another(site: Site, page: Page):
    open_discussion(site, page)
    page.context.clear_cookies()
    send(page)
    site.choose_person(page, "practitioner", COUNCIL)
    expect(page.get_by_role("heading", name="Discuss and find a solution")).to_be_visible()
    expect(page.locator('[name="agreed_action"]')).to_have_value("")


def test_a_form_from_before_another_log_in_can_be_sent_again(site: Site, page: Page):
    open_discussion(site, page)
    other_tab = page.context.new_page()
    site.log_in(other_tab, "practitioner", SCHOOL)
    send(page)
    expect(page.get_by_role("heading", name="This page was out of date")).to_be_visible()
    expect(page.get_by_text(TYPED)).to_be_visible()
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()


def test_a_form_typed_by_another_person_is_shown_and_not_sent(site: Site, page: Page):
    open_discussion(site, page)
    other_tab = page.context.new_page()
    site.log_in(other_tab, "practitioner", COUNCIL)
    send(page)
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", name="This was not sent")).to_be_visible()
    expect(page.get_by_text(TYPED)).to_be_visible()


def test_a_late_submit_says_what_happened_and_shows_the_text(site: Site, page: Page):
    open_discussion(site, page)
    other_tab = page.context.new_page()
    site.open(other_tab, "/")
    press_clock(other_tab, "+1 working day")
    send(page)
    expect(page.get_by_role("heading", name="This step is no longer open")).to_be_visible()
    expect(page.locator("main")).to_contain_text("its time limit passed")
    expect(page.get_by_text(TYPED)).to_be_visible()
    expect(page.locator("main")).to_contain_text("is now with the line managers of")
    page.get_by_role("link", name="See the case").click()
    kept = page.get_by_role("region", name="Text that was kept")
    expect(kept).to_contain_text(TYPED)


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
    with site.concord.engine.open_reading() as work:
        query = select(func.count()).where(Submission.element_id == "Task_S0_Discuss")
        assert work.session.scalar(query) == 1


def test_typing_is_saved_as_a_draft_by_itself(site: Site, page: Page):
    raise_case(site, page)
    page.get_by_role("link", name="Go on with it now").click()
    fill(page, {"s0_outcome": "not_resolved", "why_unresolved": "Typed and never sent."})
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    site.open_task(page, "Discuss and find")
    expect(page.locator('[name="why_unresolved"]')).to_have_value("Typed and never sent.")


def test_when_the_session_ends_while_typing_the_page_says_so(site: Site, page: Page):
    raise_case(site, page)
    page.get_by_role("link", name="Go on with it now").click()
    page.context.clear_cookies()
    fill(page, {"s0_outcome": "not_resolved", "why_unresolved": "Typed after the session."})
    expect(page.locator("[data-draft-status]")).to_contain_text("you are no longer logged in")
    expect(page.locator('[name="why_unresolved"]')).to_have_value("Typed after the session.")
