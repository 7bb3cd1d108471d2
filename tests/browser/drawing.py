"""The modeller in a browser, as a member of a sub-group uses it."""

import re
from pathlib import Path
from uuid import UUID

from playwright.sync_api import Page, expect

from tests.browser.site import Site
from tests.support.drafts import OFFICE

DESK = {"width": 1280, "height": 900}
BERKSHIRE = Path("workflows/berkshire/2026-03-25/berkshire.bpmn")


class Modeller:
    """The modeller's page, as a member of a sub-group uses it."""

    def __init__(self, site: Site, page: Page, draft_id: UUID, path: str = BERKSHIRE.name) -> None:
        self.site, self.page = site, page
        page.set_viewport_size(DESK)
        site.open(page, f"/workshop/drafts/{draft_id}/diagrams/{path}")
        expect(page.locator(".concord-modeller--live")).to_be_visible()
        self.status = page.locator(".concord-modeller__status")
        self.problems = page.locator(".concord-modeller__problems")

    def choose(self, element_id: str) -> None:
        """Choose an element by way of the search."""
        self.page.get_by_role("button", name="Find").click()
        # The search looks at keys, not at what the field holds.
        self.page.locator(".djs-search-input input").press_sequentially(element_id)
        # Enter would take what lies under the mouse, if the list opened there.
        self.page.locator(f'[data-result-id="{element_id}"]').click()
        expect(self.page.locator(f'[data-element-id="{element_id}"].selected')).to_be_attached()

    def expect_saved(self) -> None:
        """Wait until everything is saved."""
        expect(self.status).to_have_text(re.compile(r"Saved at \d\d:\d\d"))


def log_in(site: Site, page: Page, office: str = OFFICE, role: str = "editor") -> None:
    site.log_in(page, role, office)
    expect(page.get_by_role("link", name="Workshop")).to_be_attached()
