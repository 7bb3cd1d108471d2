"""The form editor in a browser: what is not changed stays as it was, letter by letter."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from engine.definitions.form_uses import form_keys
from engine.queries.procedure_drafts import draft_files
from engine.workshop.saving import save_files
from tests.browser.site import Site
from tests.support.browser import axe_faults
from tests.support.drafts import OFFICE, file_of, new_draft

pytestmark = pytest.mark.browser

EDITIONS = sorted({path.parent for path in Path("workflows").glob("*/*/*.bpmn")})
OFFICES = {
    "barnsley": "barnsley-partnership",
    "berkshire": "berkshire-partnership",
    "southend-essex-thurrock": "set-partnership",
    "tees": "tees-partnership",
}
FORM = "forms/BRK-S1.form"


class Editor:
    """The form editor's page, as a member of a sub-group uses it."""

    def __init__(self, site: Site, page: Page, draft_id: UUID, key: str = "BRK-S1") -> None:
        self.site, self.page = site, page
        self.problems: list[str] = []
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        site.open(page, f"/workshop/drafts/{draft_id}/forms/{key}")
        expect(page.locator("[data-form-canvas] .fjs-element").first).to_be_visible()
        self.status = page.locator("[data-form-status]")
        self.preview = page.locator(".concord-form-preview")

    def choose(self, component_id: str) -> None:
        """Choose a question in the drawing."""
        self.page.locator(f'.fjs-element[data-id="{component_id}"]').press("Enter")

    def expect_saved(self, revision: int) -> None:
        """Wait until a revision is saved."""
        expect(self.status).to_have_text(re.compile(rf"Saved at \d\d:\d\d as revision {revision}$"))

    def _note(self, kind: str, text: str) -> None:
        # A 409 is an answer like another; the browser calls every one of them an error.
        if kind == "error" and "409" not in text:
            self.problems.append(text)


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda path: "/".join(path.parts[1:]))
def test_no_form_of_ours_changes_by_being_opened(site: Site, page: Page, edition: Path):
    office = OFFICES[edition.parent.name]
    site.log_in(page, "editor", office)
    expect(page.get_by_role("link", name="Workshop")).to_be_attached()
    key = re.findall(r'key = "(\w+)"', (edition.parent / "procedure.toml").read_text())[0]
    draft_id = new_draft(site.concord, key, edition.name, office)
    with site.concord.engine.open_reading() as work:
        files = draft_files(work, site.concord.actor("editor", office), draft_id)
    changed = []
    for form in form_keys(files):
        with page.expect_response(lambda answer: answer.url.endswith("/preview")) as shown:
            site.open(page, f"/workshop/drafts/{draft_id}/forms/{form}")
        if shown.value.json()["content"].encode() != files[f"forms/{form}.form"]:
            changed.append(form)
    assert form_keys(files)
    assert changed == []


def test_a_question_is_changed_previewed_saved_and_undone(site: Site, page: Page):
    site.log_in(page, "editor", OFFICE)
    expect(page.get_by_role("link", name="Workshop")).to_be_attached()
    draft_id = new_draft(site.concord)
    before = file_of(site.concord, draft_id, FORM)
    editor = Editor(site, page, draft_id)
    expect(page.get_by_role("link", name="Powered by bpmn.io")).to_be_visible()
    assert "Image view" not in page.locator(".fjs-palette").inner_text()
    editor.choose("Field_contact_mode")
    page.get_by_label("Question", exact=True).fill("How did you talk?")
    editor.expect_saved(2)
    expect(editor.preview.get_by_text("How did you talk?")).to_be_visible()
    after = file_of(site.concord, draft_id, FORM).decode()
    assert after == before.decode().replace("How did you speak?", "How did you talk?")
    page.get_by_label("Answers to choose from").fill("phone: By phone\nphone: Again")
    expect(page.get_by_text("Two answers are kept as “phone”")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    editor.expect_saved(3)
    assert file_of(site.concord, draft_id, FORM) == before
    page.get_by_role("button", name="Try these answers").click()
    expect(
        editor.preview.get_by_text("Enter the date and time of the contact").first
    ).to_be_visible()
    assert axe_faults(page) == []
    assert editor.problems == []


def test_a_new_question_is_named_after_its_words(site: Site, page: Page):
    site.log_in(page, "editor", OFFICE)
    expect(page.get_by_role("link", name="Workshop")).to_be_attached()
    draft_id = new_draft(site.concord)
    editor = Editor(site, page, draft_id)
    page.locator('.fjs-palette-field[data-field-type="textarea"]').press("Enter")
    page.get_by_label("Question", exact=True).fill("Who else knows?")
    page.get_by_label("Question", exact=True).blur()
    expect(editor.preview.get_by_label("Who else knows? (optional)")).to_be_visible()
    expect(editor.status).to_have_text(re.compile("Saved at"))
    expect(page.locator("[data-form-beside]")).not_to_contain_text("What is wrong with the form")
    assert '"key": "who_else_knows"' in file_of(site.concord, draft_id, FORM).decode()
    assert editor.problems == []


def test_what_a_colleague_saved_is_not_overwritten(site: Site, page: Page):
    site.log_in(page, "editor", OFFICE)
    expect(page.get_by_role("link", name="Workshop")).to_be_attached()
    draft_id = new_draft(site.concord)
    editor = Editor(site, page, draft_id)
    colleague = site.concord.actor("second-editor", OFFICE)

    def save(path: str, content: bytes, base: int) -> None:
        changes = {path: content}
        save_files(site.concord.engine, colleague, draft_id, changes, base_revision=base)

    save("README.md", b"# Another file", 1)
    editor.choose("Field_contact_mode")
    page.get_by_label("Question", exact=True).fill("How did you talk?")
    editor.expect_saved(3)
    theirs = file_of(site.concord, draft_id, FORM).replace(b"How did you try?", b"What did you do?")
    save(FORM, theirs, 3)
    page.get_by_label("Question", exact=True).fill("How was it?")
    conflict = page.locator("[data-form-conflict]")
    expect(conflict).to_contain_text("saved this form at")
    assert file_of(site.concord, draft_id, FORM) == theirs
    conflict.get_by_role("button", name="Keep mine in a second draft").click()
    expect(page.get_by_text("(a second draft)")).to_be_visible()
    expect(page.locator(".concord-form-preview").get_by_text("How was it?")).to_be_visible()
    assert file_of(site.concord, draft_id, FORM) == theirs


def test_whoever_logs_in_again_elsewhere_goes_on_with_the_same_page(site: Site, page: Page):
    site.log_in(page, "editor", OFFICE)
    expect(page.get_by_role("link", name="Workshop")).to_be_attached()
    draft_id = new_draft(site.concord)
    editor = Editor(site, page, draft_id)
    elsewhere = page.context.new_page()
    page.context.clear_cookies()
    editor.choose("Field_contact_mode")
    page.get_by_label("Question", exact=True).fill("How did you talk?")
    expect(editor.status).to_have_text(re.compile("^Not saved: you are no longer logged in"))
    site.log_in(elsewhere, "editor", OFFICE)
    expect(elsewhere.get_by_role("link", name="Workshop")).to_be_attached()
    page.get_by_label("Question", exact=True).fill("How did you talk then?")
    editor.expect_saved(2)
    assert "How did you talk then?" in file_of(site.concord, draft_id, FORM).decode()


def test_nobody_leaves_what_is_not_saved_without_being_asked(site: Site, page: Page):
    site.log_in(page, "editor", OFFICE)
    expect(page.get_by_role("link", name="Workshop")).to_be_attached()
    draft_id = new_draft(site.concord)
    editor = Editor(site, page, draft_id)
    theirs = file_of(site.concord, draft_id, FORM).replace(b"How did you try?", b"What did you do?")
    colleague = site.concord.actor("second-editor", OFFICE)
    save_files(site.concord.engine, colleague, draft_id, {FORM: theirs}, base_revision=1)
    editor.choose("Field_contact_mode")
    page.get_by_label("Question", exact=True).press_sequentially("?")
    expect(page.locator("[data-form-conflict]")).to_contain_text("saved this form at")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="All forms of the draft").click(no_wait_after=True)
    expect(editor.status).to_have_text("Not saved.")
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Show what is saved").click()
    expect(editor.preview.get_by_text("What did you do?").first).to_be_attached()
    assert asked == ["beforeunload"]


def test_what_cannot_be_drawn_is_said(site: Site, page: Page):
    site.log_in(page, "editor", OFFICE)
    expect(page.get_by_role("link", name="Workshop")).to_be_attached()
    draft_id = new_draft(site.concord)
    editor = site.concord.actor("editor", OFFICE)
    save_files(site.concord.engine, editor, draft_id, {FORM: b"{"}, base_revision=1)
    site.open(page, f"/workshop/drafts/{draft_id}/forms/BRK-S1")
    expect(page.get_by_text("The form could not be drawn")).to_be_visible()
    expect(page.locator("[data-form-editor]")).to_be_hidden()
