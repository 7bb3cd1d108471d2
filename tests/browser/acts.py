"""What somebody does on a page, so that it comes into another state."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.answers import RAISE, discussion, fill, send
from tests.browser.site import FRIDAY

Act = Callable[[Page], None]


def look(_page: Page) -> None:
    """Do nothing."""


def send_as_it_is(page: Page) -> None:
    """Send a form that has not been filled in."""
    page.locator(
        "main form button[type=submit], main form button"
    ).last.scroll_into_view_if_needed()
    send(page)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


def press(name: str) -> Act:
    """Return an act that presses a button of this name."""

    def act(page: Page) -> None:
        page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()

    return act


def type_a_name(page: Page) -> None:
    """Raise with a text that looks like a child's name, which is asked about."""
    fill(page, {**RAISE, "concern_summary": "Jasmine Walker was seen alone again."})
    send(page)
    expect(page.get_by_role("heading", name="Check this before you send")).to_be_visible()


def send_without_session(page: Page) -> None:
    """Send a form after the session has ended."""
    fill(page, discussion(FRIDAY))
    page.context.clear_cookies()
    send(page)


def send_to_an_old_page(page: Page) -> None:
    """Send a form whose page belongs to a session that was replaced."""
    fill(page, discussion(FRIDAY))
    page.locator("main form[data-draft-url] [name=csrf_token]").evaluate(
        "field => { field.value = 'old'; }"
    )
    send(page)
    expect(page.get_by_role("heading", name="This page was out of date")).to_be_visible()


def send_as_somebody_else(page: Page) -> None:
    """Send a form that somebody else had opened on the same computer."""
    fill(page, discussion(FRIDAY))
    page.locator("main form [name=writer]").evaluate("field => { field.value = '1'; }")
    send(page)
    expect(page.get_by_role("heading", name="This was not sent")).to_be_visible()


def open_everything(page: Page) -> None:
    """Open every part that can be opened."""
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")


def press_last(page: Page) -> None:
    """Press the last button of the page’s form without filling it in."""
    with page.expect_navigation():
        page.locator("main form button.govuk-button").last.click()


def act_on_none(page: Page) -> None:
    """Ask for something to be done with several tasks, and choose none."""
    with page.expect_navigation():
        page.get_by_role("button", name="I am on the chosen ones").click()


def close(page: Page) -> None:
    """Give a reason for closing a case, so that what happens then is shown."""
    fill(page, {"close_reason": "raised_in_error", "still_at_risk": "no", "close_words": "Twice."})
    press_last(page)


def comment(page: Page) -> None:
    """Write a comment on the page of a case."""
    open_everything(page)
    page.locator("[name=readers]").first.check()
    page.locator("main textarea").first.fill("We have asked for the minutes.")
    with page.expect_navigation():
        page.get_by_role("button", name="Write the comment").click()


def comment_a_name(page: Page) -> None:
    """Write a comment that looks as if it named a child."""
    page.locator("[name=readers]").first.check()
    page.locator("main textarea").first.fill("Jasmine Walker was seen alone again.")
    press_last(page)


def quiet_at_nonsense(page: Page) -> None:
    """Give a time that is none."""
    fill(page, {"quiet_from": "late", "quiet_until": "99:99"})
    press_last(page)


def try_at_no_time(page: Page) -> None:
    """Begin a trial run at no time."""
    page.locator("#at").fill("")
    press_last(page)


def look_first(page: Page) -> None:
    """Look at a trial run as a scenario."""
    page.locator("#title").fill("After a day")
    with page.expect_navigation():
        page.get_by_role("button", name="Look at it first").click()
