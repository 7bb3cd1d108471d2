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
        search = self.page.locator(".djs-search-input input")
        # It opens a moment after the click, and hears nothing that was typed before.
        expect(search).to_be_focused()
        # The search looks at keys, not at what the field holds.
        search.press_sequentially(element_id)
        # Enter would take what lies under the mouse, if the list opened there.
        self.page.locator(f'[data-result-id="{element_id}"]').click()
        expect(self.page.locator(f'[data-element-id="{element_id}"].selected')).to_be_attached()

    def drop(self, name: str, element_id: str, *, right: float, down: float) -> None:
        """Take something from the palette and drop it on an element, so many parts of its size."""
        self.page.get_by_role("group", name="What can be drawn").get_by_role(
            "button", name=name, exact=True
        ).click()
        shape = self.page.locator(f'.djs-element[data-element-id="{element_id}"]')
        box = shape.locator(".djs-visual").bounding_box()
        assert box is not None
        place = box["x"] + right * box["width"], box["y"] + down * box["height"]
        self.page.mouse.move(place[0] + 9, place[1])
        self.page.mouse.move(*place, steps=3)
        # Drawn under the mouse by now, and taken by what lies there.
        expect(self.page.locator(".djs-drag-group .djs-visual").first).to_be_visible()
        expect(shape).to_have_class(re.compile(r"attach-ok|drop-ok|connect-ok|new-parent"))
        self.page.mouse.down()
        self.page.mouse.up()

    def append(self, name: str, called: str) -> str:
        """Add something after what is chosen, by the menu beside it; return its id."""
        before = self.chosen()
        self.page.locator(".djs-context-pad").get_by_role("button", name=name).click()
        expect(self.page.locator(f'[data-element-id="{before}"].selected')).to_have_count(0)
        # bpmn-js asks for the name at once.
        label = self.page.locator(".djs-direct-editing-content")
        label.fill(called)
        label.press("Enter")
        expect(label).to_have_count(0)
        return self.chosen()

    def chosen(self) -> str:
        """Return the id of the only chosen element."""
        shape = self.page.locator(".djs-element.selected:not(.djs-label)")
        expect(shape).to_have_count(1)
        return shape.get_attribute("data-element-id") or ""

    def expect_saved(self) -> None:
        """Wait until everything is saved."""
        expect(self.status).to_have_text(re.compile(r"Saved at \d\d:\d\d"))


def log_in(site: Site, page: Page, office: str = OFFICE, role: str = "editor") -> None:
    site.log_in(page, role, office)
    expect(page.get_by_role("link", name="Workshop")).to_be_attached()
