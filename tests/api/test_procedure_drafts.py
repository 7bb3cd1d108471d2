"""Drafts of procedures over the API: files, two people at once, review, publication."""

import io
import zipfile
from datetime import timedelta

import pytest

from api.procedure_files import read_edition
from tests.support.engine import EDITION

OFFICE = "berkshire-partnership"
EDITOR = ("editor", OFFICE)
COLLEAGUE = ("second-editor", OFFICE)
PRACTITIONER = ("practitioner", "reading-school")


@pytest.fixture
def api(concord):
    return concord.api(*EDITOR)


@pytest.fixture
def other(concord):
    return concord.api(*COLLEAGUE)


@pytest.fixture
def draft(api):
    items = api.get("/process-definitions?key=berkshire_escalation").json["items"]
    begun = api.post("/procedure-drafts", {"process_definition_id": items[0]["id"]})
    assert begun.status_code == 201
    return f"/procedure-drafts/{begun.json['id']}"


def put(client, draft, content, base, path="README.md"):
    return client.put(f"{draft}/files/{path}", {"content": content, "base_revision": base})


def test_a_draft_begins_with_a_version_files_or_a_zip_file(concord, api):
    files = {path: body.decode() for path, body in read_edition(EDITION).files.items()}
    as_json = api.post("/procedure-drafts", {"files": files, "title": "Of files"})
    assert (as_json.status_code, as_json.json["title"]) == (201, "Of files")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, body in files.items():
            archive.writestr(path, body)
    as_zip = api.client.post(
        "/v1/procedure-drafts?title=Of%20a%20zip",
        data=packed.getvalue(),
        content_type="application/zip",
        headers={"Authorization": f"Bearer {api.token}"},
    )
    assert (as_zip.status_code, as_zip.json["title"]) == (201, "Of a zip")
    assert as_zip.json["based_on"] == as_json.json["based_on"]
    listed = api.get("/procedure-drafts").json["items"]
    assert {one["title"] for one in listed} == {"Of files", "Of a zip"}


@pytest.mark.parametrize(
    "body", [{}, {"files": {"README.md": "x"}}, {"files": {"../x": "x"}}, {"title": 1}]
)
def test_what_begins_with_nothing_is_refused(api, body):
    assert api.post("/procedure-drafts", body).status_code == 422


def test_a_damaged_zip_file_is_refused_in_words(api):
    refused = api.client.post(
        "/v1/procedure-drafts",
        data=b"PK\x03\x04nonsense",
        content_type="application/zip",
        headers={"Authorization": f"Bearer {api.token}"},
    )
    assert (refused.status_code, refused.json["code"]) == (422, "input_refused")


def test_for_others_there_is_no_draft(concord, draft):
    for person in (PRACTITIONER, ("business-manager", OFFICE), ("editor", "tees-partnership")):
        outside = concord.api(*person)
        for path in ("", "/files", "/files/README.md", "/problems", "/revisions", "/reviews"):
            assert outside.get(draft + path).status_code == 404
        assert put(outside, draft, "x", 1).status_code == 404


def test_a_file_is_read_and_saved_and_checked(api, draft):
    assert "berkshire.bpmn" in api.get(f"{draft}/files").json["paths"]
    content = api.get(f"{draft}/files/berkshire.bpmn").json["content"]
    broken = content.replace('targetRef="Task_S1_Contact"', 'targetRef="Nowhere"')
    saved = put(api, draft, broken, 1, "berkshire.bpmn").json
    assert (saved["revision"], saved["state"]) == (2, "editing")
    assert saved["content"] == api.get(f"{draft}/files/berkshire.bpmn").json["content"]
    assert any(problem["severity"] == "error" for problem in saved["problems"])
    found = api.get(f"{draft}/problems").json
    assert (found["revision"], found["can_be_deployed"]) == (2, False)
    assert found["problems"] == saved["problems"]
    refused = api.post(f"{draft}/submit", {"note": "Other words"})
    assert (refused.status_code, refused.json["code"]) == (422, "deployment_refused")


def test_a_file_is_taken_out_with_null(api, draft):
    assert put(api, draft, None, 1).json["content"] is None
    assert api.get(f"{draft}/files/README.md").status_code == 404


def test_two_people_at_once_are_told_of_each_other_and_overwrite_nothing(api, other, draft):
    assert other.post(f"{draft}/presence", {"path": "README.md"}).json == {"others": []}
    (seen,) = api.post(f"{draft}/presence", {"path": "README.md"}).json["others"]
    assert seen["name"].startswith("Second editor")
    assert put(other, draft, "# Theirs", 1).status_code == 200
    refused = put(api, draft, "# Mine", 1)
    assert (refused.status_code, refused.json["code"]) == (409, "draft_moved_on")
    assert refused.json["by"].startswith("Second editor")
    assert (refused.json["revision"], bool(refused.json["at"])) == (2, True)
    assert api.get(f"{draft}/files/README.md").json["content"] == "# Theirs"
    assert put(api, draft, "# Both", 2).json["revision"] == 3


def test_going_back_and_forward(api, draft):
    put(api, draft, "# Two", 1)
    assert api.get(f"{draft}/revisions").json["undo"] == 1
    back = api.post(f"{draft}/go-back", {"to_revision": 1, "base_revision": 2})
    assert back.json == {"revision": 3}
    assert api.get(f"{draft}/revisions").json["redo"] == 2
    late = api.post(f"{draft}/go-back", {"to_revision": 2, "base_revision": 2})
    assert late.json["code"] == "draft_moved_on"


def test_what_was_saved_comes_by_pages(api, draft):
    put(api, draft, "# Two", 1)
    put(api, draft, "# Three", 2)
    first = api.get(f"{draft}/revisions?limit=2").json
    assert [one["number"] for one in first["items"]] == [3, 2]
    last = api.get(f"{draft}/revisions?limit=2&cursor={first['next_cursor']}").json
    assert ([one["number"] for one in last["items"]], last["next_cursor"]) == ([1], None)
    assert last["undo"] == first["undo"] == 2
    assert api.get(f"{draft}/revisions?cursor=x").status_code == 422


def test_a_draft_is_renamed_discarded_and_brought_back(api, draft):
    assert api.put(draft, {"title": "Twelve hours"}).json["title"] == "Twelve hours"
    assert api.send("DELETE", draft).status_code == 204
    assert api.get("/procedure-drafts").json["items"] == []
    assert put(api, draft, "# Two", 1).json["code"] == "not_allowed"
    assert api.post(f"{draft}/bring-back").json["state"] == "editing"


def test_the_files_come_as_a_zip_file(api, draft):
    packed = api.get(f"{draft}/bundle.zip")
    assert packed.content_type == "application/zip"
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        assert "procedure.toml" in archive.namelist()


def test_review_by_a_second_person_then_publication(api, other, draft):
    put(api, draft, "# Two", 1)
    comment = {"path": "berkshire.bpmn", "element_id": "Task_S1_Contact", "words": "Who?"}
    written = other.post(f"{draft}/comments", comment)
    assert written.status_code == 201
    number = written.json["id"]
    assert api.post(f"{draft}/comments/{number}/resolve").status_code == 204
    assert api.get(f"{draft}/comments").json["items"][0]["resolved_by_name"]
    assert api.post(f"{draft}/submit", {"note": "Why"}).json["state"] == "submitted"
    assert api.post(f"{draft}/approve").json["code"] == "not_allowed"
    assert other.post(f"{draft}/return", {"words": "Shorter"}).json["state"] == "editing"
    api.post(f"{draft}/submit", {"note": "Why"})
    assert api.post(f"{draft}/withdraw").json["state"] == "editing"
    api.post(f"{draft}/submit", {"note": "Why"})
    assert other.post(f"{draft}/approve", {"base_revision": 1}).json["code"] == "draft_moved_on"
    assert other.post(f"{draft}/approve", {"words": "Good"}).json["state"] == "approved"
    published = other.post(f"{draft}/publish")
    assert (published.status_code, published.json["note"]) == (201, "Why")
    decisions = [review["decision"] for review in api.get(f"{draft}/reviews").json["items"]]
    assert decisions == ["approved", "withdrawn", "returned"]


def test_a_publication_in_the_future_is_called_off(concord, api, other, draft):
    put(api, draft, "# Two", 1)
    api.post(f"{draft}/submit", {"note": "Why"})
    other.post(f"{draft}/approve")
    at = concord.engine.clock.now() + timedelta(days=3)
    version = api.post(f"{draft}/publish", {"at": at.isoformat()}).json
    seen = concord.api(*PRACTITIONER).get(f"/process-definitions/{version['id']}")
    assert seen.json["published_at"] == version["published_at"]
    called_off = api.post(f"/process-definitions/{version['id']}/call-off")
    assert called_off.json["published_at"] is None
    assert api.get(draft).json["state"] == "approved"
