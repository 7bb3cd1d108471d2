"""What a person has typed stays, whatever happens to the session, the step or the disk."""

import random

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import RAISE, fill, send
from tests.browser.looking import TELEPHONE
from tests.browser.roads import (
    COUNCIL,
    SCHOOL,
    TYPED,
    open_discussion,
    press_clock,
    raise_case,
)
from tests.browser.site import Site
from tests.support.disk import Disk

pytestmark = pytest.mark.browser


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


def test_what_was_typed_after_the_draft_is_what_comes_back(site: Site, page: Page):
    page.set_viewport_size(TELEPHONE)
    open_discussion(site, page)
    fill(page, {"agreed_action": "An older draft."})
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    page.context.clear_cookies()
    fill(page, {"agreed_action": TYPED})
    send(page)
    site.choose_person(page, "practitioner", SCHOOL)
    expect(page.locator('[name="agreed_action"]')).to_have_value(TYPED)
    send(page)
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()


def test_the_back_button_at_the_log_in_page_loses_nothing(site: Site, page: Page):
    open_discussion(site, page)
    page.context.clear_cookies()
    send(page)
    expect(page.get_by_role("heading", name="Log in to Concord")).to_be_visible()
    page.go_back()
    if page.get_by_role("heading", name="Log in to Concord").is_visible():
        site.choose_person(page, "practitioner", SCHOOL)
    expect(page.locator('[name="agreed_action"]')).to_have_value(TYPED)


def test_a_full_disk_says_so_and_the_text_can_be_sent_again(site: Site, page: Page):
    task_id = site.concord.start_case().user_task_id
    site.log_in(page, "practitioner", SCHOOL)
    site.open(page, f"/tasks/{task_id}")
    texts = ("rationale_heard", "concern_summary", "what_needs_to_change")
    fill(page, {**RAISE, **{key: noise() for key in texts}, "child_ref": "SG-2031/8"})
    disk = Disk(site.concord.engine.database)
    disk.fill()
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Concord cannot save at the moment")
    expect(page.get_by_role("main")).to_contain_text("If a child may be harmed now")
    expect(page.get_by_text("SG-2031/8")).to_be_visible()
    assert site.times_taken("Task_S0_Raise") == 0
    disk.empty()
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    assert site.times_taken("Task_S0_Raise") == 1


def noise() -> str:
    """Return a long text that does not compress, so that a full disk has no room for it."""
    return "".join(chr(random.randint(0x4E00, 0x9FFF)) for _ in range(780))
