"""Comments through the API."""

import pytest

RAISER = ("practitioner", "reading-school")
OTHER_SIDE = ("practitioner", "reading-council")
STRANGER = ("practitioner", "thames-police")
TEXT = "The plan has not been sent to the school yet."


@pytest.fixture
def path(concord):
    return f"/cases/{concord.raise_case().reference}/comments"


def test_a_comment_is_written_and_read_by_the_other_agency(concord, path):
    answer = concord.api(*RAISER).post(path, {"text": TEXT})
    assert answer.status_code == 201
    (comment,) = concord.api(*OTHER_SIDE).get(path).json["items"]
    assert comment["id"] == answer.json["id"]
    assert (comment["text"], comment["kind"]) == (TEXT, "comment")
    assert (comment["agency_key"], comment["only_for_agency"]) == ("reading-school", None)


def test_what_is_for_ones_own_agency_shows_nowhere_to_the_other(concord, path):
    case_path = path.removesuffix("/comments")
    other = concord.api(*OTHER_SIDE)
    before = other.get(case_path)
    history = other.get(f"{case_path}/history").json
    body = {"text": TEXT, "own_agency_only": True}
    assert concord.api(*RAISER).post(path, body).status_code == 201
    assert other.get(path).json == {"items": []}
    assert other.get(f"{case_path}/history").json == history
    after = other.get(case_path)
    assert (after.json, after.headers["ETag"]) == (before.json, before.headers["ETag"])
    (own,) = concord.api(*RAISER).get(path).json["items"]
    assert own["only_for_agency"] == "reading-school"


def test_the_same_request_twice_is_one_comment(concord, path):
    raiser = concord.api(*RAISER)
    ids = {
        raiser.post(path, {"text": TEXT}, Idempotency_Key="k1").json["id"],
        raiser.post(path, {"text": TEXT}, Idempotency_Key="k1").json["id"],
    }
    assert len(ids) == len(raiser.get(path).json["items"]) == 1


def test_what_is_refused_says_which_part_and_why(concord, path):
    raiser = concord.api(*RAISER)
    for body, status, code in (
        ({"text": " "}, 422, "answers_invalid"),
        ({"text": "a" * 4001}, 422, "answers_invalid"),
        ({"text": "Please telephone John Smith."}, 422, "answers_questioned"),
        ({}, 422, "unprocessable_entity"),
        ({"text": TEXT, "own_agency_only": "yes"}, 422, "unprocessable_entity"),
        ({"text": TEXT, "user_task_id": "0" * 32}, 404, "not_found"),
    ):
        answer = raiser.post(path, body)
        assert (answer.status_code, answer.json["code"]) == (status, code), body
    asked = raiser.post(path, {"text": "Please telephone John Smith."}).json["errors"][0]
    assert (asked["key"], asked["kind"], asked["words"]) == (
        "comment_text",
        "name",
        ["John Smith"],
    )
    reason = {"comment_text": "He is the solicitor of both agencies."}
    kept = {"text": "Please telephone John Smith.", "kept_reasons": reason}
    assert raiser.post(path, kept).status_code == 201


def test_a_case_that_has_not_reached_somebody_is_not_there(concord, path):
    stranger = concord.api(*STRANGER)
    assert stranger.get(path).status_code == 404
    assert stranger.post(path, {"text": TEXT}).status_code == 404


def test_a_token_that_may_only_read_writes_nothing(concord, path):
    reader = concord.api(*RAISER, scopes=("read",))
    assert reader.get(path).status_code == 200
    assert reader.post(path, {"text": TEXT}).status_code == 403
