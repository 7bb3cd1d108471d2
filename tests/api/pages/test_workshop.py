"""The workshop's pages, without JavaScript: begin, change, review, publish."""

import io
import re
from datetime import timedelta

import pytest

from engine.queries.paging import make_cursor
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


def test_who_may_approve_counts_what_waits_on_every_page(editor, colleague, draft):
    assert save(editor, draft, "# Mine", 1).status_code == 302
    review(editor, draft, act="submit", note="Other words", base_revision=2)
    assert "Workshop (1)" in colleague.get("/procedures").text
    assert "1 draft waits for your approval" in colleague.get("/workshop").text
    assert "Workshop (1)" not in editor.get("/workshop").text
    review(colleague, draft, act="approve", base_revision=2)
    assert "Workshop (1)" not in colleague.get("/workshop").text


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


def test_a_title_typed_without_a_session_waits_and_goes_when_it_is_saved(concord, draft):
    browser = concord.browser()
    fields = {"title": "Typed too late", "csrf_token": "old"}
    browser.post(f"{draft}/title", data=fields, headers=SENT_FROM_HERE)
    post_form(browser, "/demo/login", {"email": f"editor@{OFFICE}.example"})
    page = browser.get(f"{draft}/title").text
    assert 'value="Typed too late"' in page
    kept = re.search(r'name="kept_id" value="([^"]+)"', page)
    assert kept
    send(browser, f"{draft}/title", {"title": "Typed too late", "kept_id": kept[1]})
    assert "nothing has been saved yet" not in browser.get(f"{draft}/title").text
    other = post_form(browser, f"{draft}/title", {"title": "Theirs", "writer": 1}, page=draft)
    assert other.status_code == 409


def test_a_comment_on_an_element_is_dealt_with(editor, colleague, draft):
    place = "berkshire.bpmn#Task_S1_Contact"
    assert review(colleague, draft, act="comment", comment=" ", place=place).status_code == 422
    assert review(colleague, draft, act="comment", comment="Who?", place=place).status_code == 302
    assert "(1 open)" in editor.get(draft).text
    page = editor.get(f"{draft}/review").text
    assert "element=Task_S1_Contact" in page
    assert review(editor, draft, act="resolve 1").status_code == 302
    assert "Dealt with today" in editor.get(f"{draft}/review").text
    for unknown in ("resolve 99", "resolve", "resolve x", f"resolve {'9' * 30}"):
        assert review(editor, draft, act=unknown).status_code == 404


def test_one_button_loses_nothing_of_the_other_fields(editor, colleague, draft):
    save(editor, draft, "# Mine", 1)
    review(editor, draft, act="submit", note="Why", base_revision=2)
    fields = {"act": "comment", "place": "README.md", "comment": "Who?", "base_revision": 2}
    page = review(colleague, draft, **fields, words="Not yet sent")
    assert page.status_code == 200
    assert "Your comment stands with the draft" in page.text
    assert ">Not yet sent</textarea>" in page.text
    assert ">Who?</textarea>" not in page.text
    page = review(colleague, draft, act="approve", base_revision=2, comment="Left over")
    assert ">Left over</textarea>" in page.text
    assert "Approved" in editor.get(draft).text


def test_a_comment_on_a_file_that_was_taken_out_meanwhile_comes_back(editor, colleague, draft):
    post_form(editor, f"{draft}/files/README.md", {"base_revision": 1, "remove": "yes"}, page=draft)
    refused = review(colleague, draft, act="comment", comment="Typed with care", place="README.md")
    assert refused.status_code == 404
    assert ">Typed with care</textarea>" in refused.text


def test_a_draft_is_taken_back_from_review(editor, draft):
    save(editor, draft, "# Mine", 1)
    review(editor, draft, act="submit", note="Why", base_revision=2)
    assert review(editor, draft, act="withdraw").status_code == 302
    assert "Being edited" in editor.get(draft).text
    send(editor, f"{draft}/discard", {})
    refused = review(editor, draft, act="withdraw", comment="Typed before")
    assert refused.status_code == 403
    assert "Typed before" in refused.text


def test_publishing_says_what_it_means_before_it_happens(concord, editor, colleague, draft):
    concord.start_case()
    approve(editor, colleague, draft)
    assert post_form(editor, f"{draft}/publish", {}).status_code == 422
    confirm = post_form(editor, f"{draft}/publish", {"when": "now"})
    assert "Fewer than 5 running cases keep version 2" in confirm.text
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


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("1", "2", "2020", "09:00"), "has gone by"),
        (("1", "1", "0001", "00:00"), "has gone by"),
        # The clocks of London go from 1 to 2 on this night.
        (("30", "3", "2031", "01:30"), "The clocks go forward"),
        (("1", "2", "2035", "24:00"), "Enter a real date"),
    ],
)
def test_a_time_that_never_comes_is_refused_before_the_question(
    editor, colleague, draft, parts, said
):
    approve(editor, colleague, draft)
    fields = dict(zip(("day", "month", "year", "time"), parts, strict=True))
    refused = post_form(editor, f"{draft}/publish", {"when": "later", **fields})
    assert refused.status_code == 422
    assert said in refused.text
    assert 'href="#day"' in refused.text


def test_of_a_time_that_comes_twice_it_is_the_first(editor, colleague, draft):
    approve(editor, colleague, draft)
    fields = {"when": "later", "day": 26, "month": 10, "year": 2031, "time": "01:30"}
    send(editor, f"{draft}/publish", {**fields, "confirmed": "yes"})
    assert "26 Oct 2031, 01:30" in editor.get("/workshop").text


def test_what_is_not_approved_is_not_asked_about(editor, draft):
    page = post_form(editor, f"{draft}/publish", {"when": "now"}, page=draft)
    assert "Only a draft that a second person has approved" in page.text
    assert "Publish this draft?" not in page.text


def test_what_is_published_is_not_published_again(editor, colleague, draft):
    approve(editor, colleague, draft)
    fields = {"when": "now", "confirmed": "yes"}
    send(editor, f"{draft}/publish", fields)
    again = post_form(editor, f"{draft}/publish", fields, page=draft)
    assert again.status_code == 403
    assert "was published as version 3" in again.text


def test_of_another_partnership_nothing_is_called_off(concord, editor, draft):
    based_on = concord.api("editor", OFFICE).get(f"/procedure-drafts/{draft.rpartition('/')[2]}")
    path = f"/workshop/versions/{based_on.json['based_on']}/call-off"
    assert concord.browser("editor", "tees-partnership").get(path).status_code == 403
    assert editor.get(path).status_code == 200


def test_going_back_to_what_it_is_withdraws_no_review(editor, colleague, draft):
    save(editor, draft, "# Mine", 1)
    send(editor, f"{draft}/revisions", {"to_revision": 1, "base_revision": 2})
    send(editor, f"{draft}/revisions", {"to_revision": 2, "base_revision": 3})
    review(editor, draft, act="submit", note="Why", base_revision=4)
    send(editor, f"{draft}/revisions", {"to_revision": 2, "base_revision": 4})
    page = editor.get(draft).text
    assert "review is withdrawn" not in page
    assert "Waits for approval" in page


def test_a_second_click_on_a_link_that_acts_does_nothing(editor, draft):
    save(editor, draft, "# Mine", 1)
    review(editor, draft, act="comment", comment="Who?", place="README.md")
    for path in ("/workshop", f"{draft}/history", f"{draft}/review"):
        buttons = re.findall(r'<button class="concord-link-button"[^>]*>', editor.get(path).text)
        own = [button for button in buttons if "submit" in button]
        assert own
        assert all('data-prevent-double-click="true"' in button for button in own)


def test_the_history_has_pages_and_every_revision(editor, draft):
    for number in range(1, 6):
        save(editor, draft, f"# {number}", number)
    page = editor.get(f"{draft}/history").text
    assert "Each of 6 revisions" in page
    for number in range(1, 7):
        assert f'id="revision-{number}"' in page
    assert page.count("Go back to this one") == 5
    last = editor.get(f"{draft}/history?page={make_cursor('1')}").text
    assert "Nothing older was saved" in last
    assert f'href="{draft}/history#saved"' in last
    assert editor.get(f"{draft}/history?page=x").status_code == 422


def test_who_is_at_work_is_named_before_a_draft_is_discarded(concord, editor, draft):
    concord.api("second-editor", OFFICE).post(
        f"/procedure-drafts/{draft.rpartition('/')[2]}/presence", {"path": "README.md"}
    )
    assert "is working on it now" in editor.get(f"{draft}/discard").text


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
