"""Notices over the JSON API."""

import uuid

import pytest

from tests.support.telling import tell

COLLEAGUE = ("practitioner", "reading-council")


@pytest.fixture
def told(concord):
    """Return a program of somebody who was told of three cases."""
    for _ in range(3):
        tell(concord.engine, concord.raise_case().reference, concord.actor(*COLLEAGUE))
    return concord.api(*COLLEAGUE)


def test_the_list_is_read_both_ways(told):
    first = told.get("/notices?limit=2").json
    second = told.get(f"/notices?limit=2&cursor={first['next_cursor']}").json
    assert [len(page["items"]) for page in (first, second)] == [2, 1]
    assert (first["previous_cursor"], second["next_cursor"]) == (None, None)
    back = told.get(f"/notices?limit=2&cursor={second['previous_cursor']}").json
    assert back["items"] == first["items"]
    notice = first["items"][0]
    assert notice["email"]["state"] == "shown"
    assert notice["subject"].startswith(notice["reference"])


def test_it_is_filtered_by_case_and_by_what_is_unread(told):
    newest = told.get("/notices").json["items"][0]
    place = told.post(f"/notices/{newest['id']}/read").json
    assert place["reference"] == newest["reference"]
    assert uuid.UUID(place["user_task_id"])
    assert len(told.get("/notices?show=unread").json["items"]) == 2
    assert told.get("/notices?show=danger").json["items"] == []
    (only,) = told.get(f"/notices?reference={newest['reference']}").json["items"]
    assert only["read_at"]


def test_all_are_marked_and_taken_back(told):
    marked = told.post("/notices/read").json
    assert marked["count"] == 3
    assert told.get("/notices?show=unread").json["items"] == []
    assert told.post("/notices/unread", {"read_at": marked["read_at"]}).json == {"count": 3}
    assert len(told.get("/notices?show=unread").json["items"]) == 3


@pytest.mark.parametrize(
    "path", ["/notices?show=some", "/notices?cursor=x", "/notices?limit=0", "/notices?mine=true"]
)
def test_wrong_questions_are_refused(told, path):
    assert told.get(path).status_code == 422


def test_notices_of_others_are_not_there(concord, told):
    (newest, *_) = told.get("/notices").json["items"]
    other = concord.api("line-manager", "reading-school")
    assert other.post(f"/notices/{newest['id']}/read").status_code == 404
    assert other.get("/notices").json["items"] == []
    for read_at in ("2026-09-07T09:00:00", "0001-01-01T00:00:00+14:00"):
        assert told.post("/notices/unread", {"read_at": read_at}).status_code == 422
