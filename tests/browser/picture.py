"""What a picture of a page for the docs is."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.acts import Act, look


@dataclass(frozen=True)
class Picture:
    """What is taken: whose page, what is done there first, and of which size."""

    name: str
    shows: str
    path: str
    person: str | None = None
    act: Act = look
    window: dict[str, int] | None = None
    part: str = ""
    """CSS of the one part that is taken; empty: the page from its top."""


def show_diagram(page: Page) -> None:
    """Wait for the diagram that can be moved."""
    page.get_by_role("button", name="Show all").wait_for()
