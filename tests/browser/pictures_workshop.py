"""The pictures of what a procedure sub-group sees."""

from playwright.sync_api import Page

from tests.browser.picture import Picture, show_diagram

EDITOR = "editor@berkshire-partnership"


def show_limit(page: Page) -> None:
    """Wait for the modeller, with what the address chooses."""
    page.locator('[data-element-id="Timer_S2_24h"].selected').wait_for(state="attached")
    page.get_by_label("How many hours").wait_for()


def show_preview(page: Page) -> None:
    """Wait for the form as staff will see it."""
    page.get_by_role("button", name="Try these answers").wait_for()


WORKSHOP_PICTURES: tuple[Picture, ...] = (
    Picture("workshop", "The workshop: drafts and versions", "/workshop", EDITOR),
    Picture("draft", "A draft", "/workshop/drafts/{procedure_draft}", EDITOR),
    Picture(
        "modeller",
        "The modeller with a limit chosen",
        "/workshop/drafts/{procedure_draft}/diagrams/berkshire.bpmn?element=Timer_S2_24h",
        EDITOR,
        show_limit,
        part=".concord-modeller",
    ),
    Picture(
        "step-table",
        "The table of steps",
        "/workshop/drafts/{procedure_draft}/steps/berkshire.bpmn",
        EDITOR,
    ),
    Picture(
        "form-editor",
        "The form editor",
        "/workshop/drafts/{procedure_draft}/forms/BRK-S2",
        EDITOR,
        show_preview,
    ),
    Picture("trial-run", "A trial run", "/workshop/tries/{trial_run}", EDITOR, show_diagram),
    Picture(
        "comparison",
        "A draft compared with the version that it changes",
        "/workshop/drafts/{procedure_draft}/comparison",
        EDITOR,
    ),
)
