"""Saved filters, views, filters and counts by the API."""

import pytest

MANAGER = ("line-manager", "reading-school")
RAISER = ("practitioner", "reading-school")
OVERDUE = {"view": "team", "due": "overdue"}
ALL_FIELDS = {"stage": "", "area": "", "agency": "", "unclaimed": False}


def test_filters_are_saved_listed_renamed_and_deleted(concord):
    api = concord.api(*MANAGER)
    saved = api.post("/saved-filters", {"name": "Late", "filter": OVERDUE})
    assert saved.status_code == 201
    assert saved.json["filter"] == OVERDUE | ALL_FIELDS
    path = f"/saved-filters/{saved.json['id']}"
    assert api.put(path, {"name": "Overdue"}).status_code == 204
    assert [one["name"] for one in api.get("/saved-filters").json["items"]] == ["Overdue"]
    assert concord.api(*RAISER).get("/saved-filters").json["items"] == []
    assert concord.api(*RAISER).send("DELETE", path).status_code == 404
    assert api.send("DELETE", path).status_code == 204
    assert api.get("/saved-filters").json["items"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"name": "", "filter": OVERDUE},
        {"name": "x" * 61, "filter": OVERDUE},
        {"name": "x", "filter": {"due": "soon"}},
        {"name": "x", "filter": {"colour": "red"}},
        {"name": "x"},
    ],
)
def test_what_is_no_filter_or_no_name_is_refused(concord, body):
    api = concord.api(*MANAGER)
    assert api.post("/saved-filters", body).status_code == 422
    assert api.get("/saved-filters").json["items"] == []


def test_a_name_that_is_taken_is_refused_in_words(concord):
    api = concord.api(*MANAGER)
    api.post("/saved-filters", {"name": "Late", "filter": OVERDUE})
    refused = api.post("/saved-filters", {"name": "late", "filter": OVERDUE})
    assert (refused.status_code, refused.json["code"]) == (422, "input_refused")
    assert "already" in refused.json["detail"]


def test_the_list_says_on_which_side_the_others_are_and_how_many_tasks_there_are(concord):
    concord.raise_case()
    page = concord.api(*RAISER).get("/user-tasks").json
    (task,) = page["items"]
    assert task["other_agencies"] == ["Reading Council"]
    assert task["part"] in {"today", "later"}
    assert page["count"] == {"number": 1, "is_more": False}
    assert (page["next_cursor"], page["previous_cursor"], page["is_cut_off"]) == (None, None, False)


def test_pages_lead_forwards_and_back(concord):
    for _ in range(3):
        concord.raise_case()
    api = concord.api(*RAISER)
    first = api.get("/user-tasks?limit=2").json
    second = api.get(f"/user-tasks?limit=2&cursor={first['next_cursor']}").json
    back = api.get(f"/user-tasks?limit=2&cursor={second['previous_cursor']}").json
    assert [len(page["items"]) for page in (first, second)] == [2, 1]
    assert back["items"] == first["items"]


def test_filters_narrow_the_list_and_unknown_ones_are_refused(concord):
    concord.raise_case()
    api = concord.api(*RAISER)

    def count(query):
        return len(api.get(f"/user-tasks?{query}").json["items"])

    assert count("stage=S0&area=reading&agency=reading-council&unclaimed=true") == 1
    assert count("due=overdue") == count("stage=S4") == count("agency=thames-police") == 0
    for query in ("view=all", "due=soon", "unclaimed=perhaps", "mine=true"):
        assert api.get(f"/user-tasks?{query}").status_code == 422


def test_what_was_done_is_the_persons_own_or_the_teams(concord):
    concord.raise_case()
    for view, person, count in (
        ("done", RAISER, 1),
        ("team-done", RAISER, 1),
        ("done", MANAGER, 0),
        ("team-done", MANAGER, 0),
    ):
        items = concord.api(*person).get(f"/user-tasks?view={view}").json["items"]
        assert len(items) == count


def test_counts_say_what_presses(concord):
    concord.raise_case()
    counts = concord.api(*RAISER).get("/user-tasks/counts").json
    numbers = {name: count["number"] for name, count in counts.items()}
    # Whoever raised the case is asked to discuss it, by name.
    assert numbers == {"team": 1, "danger": 0, "overdue": 0, "mine": 1, "waiting": 0}
    assert not any(count["is_more"] for count in counts.values())
