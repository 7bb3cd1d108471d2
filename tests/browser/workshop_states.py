"""The pages of the workshop in each of their states: name, path, person, and what is done there."""

from playwright.sync_api import Page

from tests.browser.acts import Act, look, open_everything, press, press_last

EDITOR = "editor@tees-partnership"
COLLEAGUE = "second-editor@tees-partnership"
WRONG, OPEN = "/workshop/drafts/{draft_wrong}", "/workshop/drafts/{draft_open}"
SUBMITTED, APPROVED = "/workshop/drafts/{draft_submitted}", "/workshop/drafts/{draft_approved}"

WorkshopState = tuple[str, str, str, Act]


def empty_the_title(page: Page) -> None:
    """Send the form for the title without one."""
    page.locator("#title").fill("")
    press_last(page)


def save_an_old_revision(page: Page) -> None:
    """Save a file on top of a revision that is no longer the newest."""
    page.locator("[name=base_revision]").evaluate("field => { field.value = '1'; }")
    page.locator("#content").fill("# Mine")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()


def go_on_to_publishing(page: Page) -> None:
    """Choose to publish at once, so that what it means is shown."""
    page.locator("#when").check()
    press_last(page)


WORKSHOP_STATES: tuple[WorkshopState, ...] = (
    ("workshop, no draft", "/workshop", "editor@barnsley-partnership", look),
    ("workshop", "/workshop", EDITOR, open_everything),
    ("bring in files", "/workshop/files", EDITOR, look),
    ("bring in files, none chosen", "/workshop/files", EDITOR, press_last),
    ("procedure draft", OPEN, EDITOR, open_everything),
    ("procedure draft with errors", WRONG, EDITOR, look),
    ("procedure draft, approved", APPROVED, EDITOR, look),
    ("procedure draft, published", "/workshop/drafts/{draft_published}", EDITOR, look),
    ("procedure draft, discarded", "/workshop/drafts/{draft_discarded}", EDITOR, look),
    ("history of a draft", f"{WRONG}/history", EDITOR, open_everything),
    ("title of a draft", f"{OPEN}/title", EDITOR, look),
    ("title of a draft, none", f"{OPEN}/title", EDITOR, empty_the_title),
    ("discard a draft", f"{OPEN}/discard", EDITOR, look),
    ("file of a draft", f"{OPEN}/files/README.md", EDITOR, look),
    (
        "file that was saved meanwhile",
        f"{OPEN}/files/README.md",
        COLLEAGUE,
        save_an_old_revision,
    ),
    ("add files", f"{OPEN}/upload", EDITOR, look),
    ("add files, none chosen", f"{OPEN}/upload", EDITOR, press_last),
    ("review, not submitted", f"{OPEN}/review", EDITOR, look),
    ("review, no note", f"{OPEN}/review", EDITOR, press("Submit for review")),
    ("review, returned, with a comment", f"{WRONG}/review", EDITOR, look),
    ("review, one’s own", f"{SUBMITTED}/review", EDITOR, look),
    ("review", f"{SUBMITTED}/review", COLLEAGUE, look),
    ("review, returned without words", f"{SUBMITTED}/review", COLLEAGUE, press("Return")),
    ("publish", f"{APPROVED}/publish", EDITOR, look),
    ("publish, nothing chosen", f"{APPROVED}/publish", EDITOR, press_last),
    ("publish, sure?", f"{APPROVED}/publish", EDITOR, go_on_to_publishing),
    (
        "call a publication off",
        "/workshop/versions/{coming_version}/call-off",
        EDITOR,
        look,
    ),
)
