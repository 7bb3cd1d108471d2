"""The pages of forms and scenarios in each of their states."""

from playwright.sync_api import Page, expect

from tests.browser.acts import Act, look, press

EDITOR = "editor@tees-partnership"
DRAFT, WRONG = "/workshop/drafts/{draft_open}", "/workshop/drafts/{draft_forms}"
PLAYED = "/workshop/drafts/{draft_played}/scenarios"
FORM = "/forms/TEES-T1"

FormState = tuple[str, str, str, Act]


def save_a_wrong_length(page: Page) -> None:
    """Type something that is no number where one is asked for."""
    page.get_by_label("Most characters").fill("many")
    press("Save")(page)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


def save_over_an_old_revision(page: Page) -> None:
    """Save the table of a form that somebody has changed since."""
    page.locator("[name='base.revision']").first.evaluate("field => { field.value = '1'; }")
    press("Save all questions")(page)
    expect(page.get_by_role("heading", name="Not saved yet")).to_be_visible()


FORM_STATES: tuple[FormState, ...] = (
    ("forms of a draft", f"{DRAFT}/forms", EDITOR, look),
    ("forms of a draft, nothing entered", f"{DRAFT}/forms", EDITOR, press("Add it")),
    ("form editor", f"{DRAFT}{FORM}", EDITOR, look),
    ("form editor, answers tried", f"{DRAFT}{FORM}", EDITOR, press("Try these answers")),
    ("form editor of a wrong form", f"{WRONG}{FORM}", EDITOR, look),
    ("questions of a form", f"{DRAFT}{FORM}/questions", EDITOR, look),
    ("questions of a wrong form", f"{WRONG}{FORM}/questions", EDITOR, save_over_an_old_revision),
    (
        "question of a form",
        f"{DRAFT}{FORM}/questions/Field_contact_tried",
        EDITOR,
        save_a_wrong_length,
    ),
    ("form that is used, to take away", f"{DRAFT}{FORM}/remove", EDITOR, look),
    ("scenarios, not run", f"{DRAFT}/scenarios", EDITOR, look),
    ("scenarios, one failed", PLAYED, EDITOR, look),
    ("scenarios, being run", f"{WRONG}/scenarios", EDITOR, look),
    ("scenario that failed", f"{PLAYED}/file/{{scenario}}", EDITOR, look),
    ("add a scenario, with problems", f"{PLAYED}/new", EDITOR, press("Add it")),
)
