"""The workshop's pages, without JavaScript: begin, change, review, publish."""

import io
import re
from datetime import timedelta

import pytest

from tests.support.app import post_form
from tests.support.engine import EDITION

OFFICE = "berkshire-partnership"
SENT_FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
BASE = re.compile(r'name="base_revision" value="(\d+)"')


@pytest.fixture
def editor(concord):
    return concord.browser("editor", OFFICE)


@pytest.fixture
def colleague(concord):
    return concord.browser("second-editor", OFFICE)


@pytest.fixture
def draft(concord, editor):
    versions = concord.api("editor", OFFICE).get("/process-definitions").json["items"]
    (newest,) = [one for one in versions if one["edition"] == EDITION.name]
    answer = post_form(editor, "/workshop/drafts", {"version": newest["id"]}, page="/workshop")
    assert answer.status_code == 302
    return answer.headers["Location"]


def send(browser, path, fields, page="/workshop"):
    answer = post_form(browser, path, fields, page=page)
    assert answer.status_code == 302, answer.text
    return answer


def save(browser, draft, text, base, path="README.md"):
    fields = {"content": text, "base_revision": base}
    return post_form(browser, f"{draft}/files/{path}", fields, page="/workshop")


def review(browser, draft, **fields):
    return post_form(browser, f"{draft}/review", fields, page="/workshop")


def approve(editor, colleague, draft):
    assert save(editor, draft, "# Mine", 1).status_code == 302
    for browser, fields in (
        (editor, {"act": "submit", "note": "Other words"}),
        (colleague, {"act": "approve"}),
    ):
        base = {"base_revision": 2}
        assert review(browser, draft, **fields, **base).status_code == 302


def test_only_editors_find_the_workshop(concord, editor, draft):
    reader = concord.browser("practitioner", "reading-school")
    for path in ("/workshop", draft, f"{draft}/review", "/workshop/files"):
        assert reader.get(path).status_code == 404
        assert editor.get(path).status_code == 200
    assert "/workshop" not in reader.get("/procedures").text
    assert 'href="/workshop"' in editor.get("/procedures").text


def test_a_draft_shows_its_files_and_the_ways_to_change_them(editor, draft):
    page = editor.get(draft).text
    for way in ("diagrams/berkshire.bpmn", "steps/berkshire.bpmn", "forms/BRK-S1", "try"):
        assert f'href="{draft}/{way}"' in page
    assert "The checks find nothing wrong" in page
    assert "Begun as a copy of version" in page


def test_what_was_saved_is_undone_and_redone(editor, draft):
    save(editor, draft, "# Mine\r\nand more", 1)
    page = editor.get(draft).text
    assert "Undo" in page
    assert "Redo" not in page
    send(editor, f"{draft}/revisions", {"to_revision": 1, "base_revision": 2})
    page = editor.get(draft, follow_redirects=True).text
    assert "Redo" in page
    send(editor, f"{draft}/revisions", {"to_revision": 2, "base_revision": 3})
    assert "# Mine\nand more" in editor.get(f"{draft}/files/README.md").text


def test_two_people_who_save_at_once_lose_nothing(editor, colleague, draft):
    assert save(colleague, draft, "# Theirs", 1).status_code == 302
    refused = save(editor, draft, "# Mine", 1)
    assert refused.status_code == 409
    assert "# Mine" in refused.text
    assert "# Theirs" in refused.text
    assert "Second editor" in refused.text
    base = BASE.search(refused.text)
    assert base
    assert save(editor, draft, "# Both", int(base[1])).status_code == 302
    assert "# Both" in colleague.get(f"{draft}/files/README.md").text


def test_a_button_on_an_old_page_overwrites_nothing(editor, colleague, draft):
    save(editor, draft, "# Mine", 1)
    save(colleague, draft, "# Theirs", 2)
    send(editor, f"{draft}/revisions", {"to_revision": 1, "base_revision": 2})
    assert "saved revision 3 in the meantime" in editor.get(draft).text


def test_a_file_is_taken_out_and_one_is_brought_in(editor, draft):
    fields = {"content": "", "base_revision": 1, "remove": "yes"}
    send(editor, f"{draft}/files/README.md", fields)
    assert editor.get(f"{draft}/files/README.md").status_code == 404
    upload = {"file": (io.BytesIO(b"# New"), "README.md"), "base_revision": 2}
    send(editor, f"{draft}/upload", upload)
    assert "# New" in editor.get(f"{draft}/files/README.md").text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("", b"", "Choose a diagram"),
        ("a.bpmn", b"", "is empty"),
        ("a.exe", b"MZ", "another kind"),
        ("a.zip", b"PK nonsense", "zip file"),
    ],
)
def test_an_upload_that_is_none_is_refused_in_words(editor, draft, name, content, said):
    for path, more in ((f"{draft}/upload", {"base_revision": 1}), ("/workshop/files", {})):
        fields = {"file": (io.BytesIO(content), name), **more}
        refused = post_form(editor, path, fields, page="/workshop")
        assert refused.status_code == 422
        assert said in refused.text


def test_a_diagram_from_another_modeller_becomes_a_draft_of_the_version_it_changes(concord, editor):
    (newest,) = [
        one
        for one in concord.api("editor", OFFICE).get("/process-definitions").json["items"]
        if one["edition"] == EDITION.name
    ]
    source = (EDITION / "berkshire.bpmn").read_bytes()
    fields = {"file": (io.BytesIO(source), "berkshire.bpmn"), "title": "From outside"}
    alone = post_form(editor, "/workshop/files", fields, page="/workshop")
    assert alone.status_code == 422
    assert "From outside" in alone.text
    fields = {"file": (io.BytesIO(source), "berkshire.bpmn"), "version": newest["id"]}
    begun = send(editor, "/workshop/files", fields)
    assert "BRK-S1.form" in editor.get(begun.headers["Location"]).text


def test_refused_words_come_back(editor, colleague, draft):
    save(editor, draft, "# Mine", 1)
    old = review(editor, draft, act="submit", note="Typed with care", base_revision=1)
    assert old.status_code == 409
    assert "Typed with care" in old.text
    assert review(editor, draft, act="submit", note=" ", base_revision=2).status_code == 422
    assert review(editor, draft, act="submit", note="Why", base_revision=2).status_code == 302
    assert "Nobody approves" in editor.get(f"{draft}/review").text
    own = review(editor, draft, act="approve", words="I like it", base_revision=2)
    assert own.status_code == 403
    assert "I like it" in own.text
    assert review(colleague, draft, act="return", words="", base_revision=2).status_code == 422
    review(colleague, draft, act="return", words="Say it shorter", base_revision=2)
    assert "Say it shorter" in editor.get(draft).text


def test_words_typed_without_a_session_wait(concord, editor, draft):
    save(editor, draft, "# Mine", 1)
    browser = concord.browser()
    fields = {"act": "submit", "note": "Typed too late", "csrf_token": "old"}
    sent = browser.post(f"{draft}/review", data=fields, headers=SENT_FROM_HERE)
    assert sent.headers["Location"].startswith("/login")
    file = {"content": "# Typed too late", "base_revision": 2, "csrf_token": "old"}
    browser.post(f"{draft}/files/README.md", data=file, headers=SENT_FROM_HERE)
    post_form(browser, "/demo/login", {"email": f"editor@{OFFICE}.example"})
    assert "Typed too late" in browser.get(f"{draft}/review").text
    assert "# Typed too late" in browser.get(f"{draft}/files/README.md").text
    assert "Your text in the workshop" in browser.get("/inbox").text


def test_a_comment_on_an_element_is_dealt_with(editor, colleague, draft):
    place = "berkshire.bpmn#Task_S1_Contact"
    assert review(colleague, draft, act="comment", comment=" ", place=place).status_code == 422
    assert review(colleague, draft, act="comment", comment="Who?", place=place).status_code == 302
    assert "(1 open)" in editor.get(draft).text
    page = editor.get(f"{draft}/review").text
    assert "element=Task_S1_Contact" in page
    send(editor, f"{draft}/comments/1/resolve", {})
    assert "Dealt with today" in editor.get(f"{draft}/review").text


def test_publishing_says_what_it_means_before_it_happens(concord, editor, colleague, draft):
    concord.start_case()
    approve(editor, colleague, draft)
    assert post_form(editor, f"{draft}/publish", {}).status_code == 422
    confirm = post_form(editor, f"{draft}/publish", {"when": "now"})
    assert "1 running case keeps version 2" in confirm.text
    send(editor, f"{draft}/publish", {"when": "now", "confirmed": "yes"})
    page = editor.get("/workshop").text
    assert "approved by Second editor" in page
    assert "Bring this version back" in page
    assert "published as" in editor.get(draft).text


def test_a_coming_version_is_told_and_can_be_called_off(concord, editor, colleague, draft):
    approve(editor, colleague, draft)
    day = concord.engine.clock.now() + timedelta(days=40)
    fields = {"when": "later", "day": day.day, "month": day.month, "year": day.year}
    fields |= {"time": "09:00"}
    assert "can be called off" in post_form(editor, f"{draft}/publish", fields).text
    send(editor, f"{draft}/publish", {**fields, "confirmed": "yes"})
    reader = concord.browser("practitioner", "reading-school")
    assert "Not yet: new cases follow it from" in reader.get("/procedures").text
    versions = concord.api("editor", OFFICE).get("/process-definitions").json["items"]
    coming = max(versions, key=lambda version: version["id"])["id"]
    assert "from today on" not in editor.get(f"/workshop/versions/{coming}/call-off").text
    send(editor, f"/workshop/versions/{coming}/call-off", {})
    assert "Not published: no case follows it" in editor.get("/workshop").text
    assert "Approved" in editor.get(draft).text


@pytest.mark.parametrize("day", ["31", "", "x"])
def test_a_day_that_is_none_is_refused(editor, colleague, draft, day):
    approve(editor, colleague, draft)
    fields = {"when": "later", "day": day, "month": "2", "year": "2035", "time": "09:00"}
    refused = post_form(editor, f"{draft}/publish", fields)
    assert refused.status_code == 422
    assert "Enter a real date" in refused.text


def test_a_draft_is_discarded_after_a_question_and_comes_back(editor, draft):
    assert "can be brought back" in editor.get(f"{draft}/discard").text
    send(editor, f"{draft}/discard", {})
    assert "Discarded drafts (1)" in editor.get("/workshop").text
    send(editor, f"{draft}/bring-back", {})
    assert "Discarded drafts" not in editor.get("/workshop").text


def test_a_title_that_is_refused_comes_back(editor, draft):
    refused = post_form(editor, f"{draft}/title", {"title": "x" * 201})
    assert refused.status_code == 422
    assert "x" * 201 in refused.text
    send(editor, f"{draft}/title", {"title": "Twelve hours"})
    assert "Twelve hours" in editor.get("/workshop").text


def test_files_come_as_zip_files(concord, editor, draft):
    for path in (f"{draft}/bundle.zip", "/workshop/versions/1/bundle.zip"):
        answer = editor.get(path)
        assert answer.mimetype == "application/zip"
        assert "attachment" in answer.headers["Content-Disposition"]
