"""The list of process instances in each of its states: name, path, person, and what is done."""

from playwright.sync_api import Page

from tests.browser.acts import Act, look, open_everything

ADMINISTRATOR = "administrator@berkshire-partnership"
LIST = "/operations/instances"
BERKSHIRE = "procedure=berkshire_escalation"

InstanceState = tuple[str, str, str, Act]


def keep_a_filter(page: Page) -> None:
    """Save what is shown under a name, and go on to the page of all saved filters."""
    page.locator("#filter-name").fill("Late ones")
    with page.expect_navigation():
        page.locator(".concord-save-filter button").click()
    page.goto(page.url.partition("?")[0] + "/filters")


INSTANCE_STATES: tuple[InstanceState, ...] = (
    ("process instances", LIST, ADMINISTRATOR, open_everything),
    ("process instances of a procedure", f"{LIST}?{BERKSHIRE}", ADMINISTRATOR, open_everything),
    ("process instances, none", f"{LIST}?state=suspended&older=900", ADMINISTRATOR, look),
    ("process instances, ended", f"{LIST}?state=ended", ADMINISTRATOR, look),
    ("process instances, wrong filter", f"{LIST}?older=soon", ADMINISTRATOR, look),
    ("process instances, none chosen", f"{LIST}/act?kind=suspend", ADMINISTRATOR, look),
    ("saved filters of instances, none", f"{LIST}/filters", ADMINISTRATOR, look),
    ("saved filters of instances", f"{LIST}?overdue=yes", ADMINISTRATOR, keep_a_filter),
)
