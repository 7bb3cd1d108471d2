from sqlalchemy import func, select

from engine.persistence.cases import Case

PRACTITIONER = ("practitioner", "reading-school")
STRANGER = ("practitioner", "thames-police")
COLLEAGUE = ("practitioner", "reading-council")


def count_cases(concord):
    with concord.engine.open_reading() as work:
        return work.session.scalar(select(func.count()).select_from(Case))


def test_a_case_starts_by_the_childs_area(concord):
    answer = concord.api(*PRACTITIONER).post("/cases", {"area": "reading"})
    assert answer.status_code == 201
    assert answer.json["reference"].startswith("BRK-")
    assert answer.headers["Location"] == f"/v1/cases/{answer.json['reference']}"


def test_a_case_starts_by_its_procedure(concord):
    body = {"process_definition_key": "berkshire_escalation", "agency": "reading-school"}
    assert concord.api(*PRACTITIONER).post("/cases", body).status_code == 201


def test_a_case_needs_an_area(concord):
    answer = concord.api(*PRACTITIONER).post("/cases", {})
    assert answer.status_code == 422
    assert answer.json["errors"] == [
        {"key": "area", "message": "Say in which area the child lives."}
    ]


def test_an_unknown_area_is_refused_in_plain_words(concord):
    answer = concord.api(*PRACTITIONER).post("/cases", {"area": "atlantis"})
    assert answer.status_code == 422
    assert answer.json["code"] == "input_refused"
    assert "atlantis" in answer.json["detail"]


def test_the_same_idempotency_key_starts_one_case(concord):
    api = concord.api(*PRACTITIONER)
    first = api.post("/cases", {"area": "reading"}, Idempotency_Key="k1")
    second = api.post("/cases", {"area": "reading"}, Idempotency_Key="k1")
    assert first.json == second.json
    assert count_cases(concord) == 1
    api.post("/cases", {"area": "reading"}, Idempotency_Key="k2")
    assert count_cases(concord) == 2


def test_an_idempotency_key_belongs_to_one_request(concord):
    api = concord.api(*PRACTITIONER)
    api.post("/cases", {"area": "reading"}, Idempotency_Key="k1")
    body = {"area": "reading", "agency": "reading-school"}
    answer = api.post("/cases", body, Idempotency_Key="k1")
    assert answer.status_code == 422
    assert answer.json["code"] == "idempotency_key_reused"


def test_a_case_says_where_it_is_with_whom_until_when(concord):
    reference = concord.raise_case().reference
    case = concord.api(*COLLEAGUE).get(f"/cases/{reference}").json
    assert [(p["agency_key"], p["side"]) for p in case["participants"]] == [
        ("reading-school", "raising"),
        ("reading-council", "receiving"),
    ]
    assert [task["element_id"] for task in case["open_tasks"]] == ["Task_S0_Discuss"]
    assert case["status"]["until"] == case["open_tasks"][0]["due_at"]
    assert case["my_task_ids"] == [case["open_tasks"][0]["id"]]


def test_for_another_agency_the_case_looks_as_if_it_were_not_there(concord):
    reference = concord.raise_case().reference
    stranger = concord.api(*STRANGER)
    for path in ("", "/history"):
        there = stranger.get(f"/cases/{reference}{path}")
        missing = stranger.get(f"/cases/BRK-2026-999999{path}")
        assert there.status_code == missing.status_code == 404
        assert there.text.replace(reference, "X") == missing.text.replace("BRK-2026-999999", "X")
    nothing = {"items": [], "next_cursor": None, "previous_cursor": None}
    assert stranger.get("/cases").json == nothing


def test_the_list_goes_on_where_the_page_before_ended(concord):
    api = concord.api(*PRACTITIONER)
    started = [concord.start_case().reference for _ in range(5)]
    listed, cursor = [], ""
    while cursor is not None:
        page = api.get(f"/cases?limit=2&cursor={cursor}" if cursor else "/cases?limit=2").json
        assert len(page["items"]) <= 2
        listed += [case["reference"] for case in page["items"]]
        cursor = page["next_cursor"]
    assert listed == started[::-1]


def test_a_made_up_cursor_is_refused(concord):
    answer = concord.api(*PRACTITIONER).get("/cases?cursor=nonsense")
    assert answer.status_code == 422


def test_an_unchanged_case_is_not_sent_again(concord):
    reference = concord.raise_case().reference
    api = concord.api(*PRACTITIONER)
    tag = api.get(f"/cases/{reference}").headers["ETag"]
    again = api.get(f"/cases/{reference}", If_None_Match=tag)
    assert again.status_code == 304
    assert again.data == b""
    task = api.get("/user-tasks").json["items"][0]["id"]
    api.put(f"/user-tasks/{task}/claim")
    assert api.get(f"/cases/{reference}", If_None_Match=tag).status_code == 200


def test_history_tells_who_did_what(concord):
    reference = concord.raise_case().reference
    items = concord.api(*COLLEAGUE).get(f"/cases/{reference}/history").json["items"]
    completed = [entry for entry in items if entry["kind"] == "task_completed"]
    assert completed[0]["agency_name"] == "Reading School"
    assert [entry["number"] for entry in items] == sorted(entry["number"] for entry in items)


def test_reporting_danger_needs_nothing_but_the_report(concord):
    reference = concord.raise_case().reference
    answer = concord.api(*COLLEAGUE).post(
        f"/cases/{reference}/messages", {"name": "ImmediateDanger"}
    )
    assert answer.status_code == 201
    assert len(answer.json["user_task_ids"]) == 1
    case = concord.api(*COLLEAGUE).get(f"/cases/{reference}").json
    assert case["status"]["is_danger_open"]
    assert case["open_tasks"][0]["is_danger"]


def test_a_message_that_nobody_waits_for_is_refused(concord):
    reference = concord.raise_case().reference
    answer = concord.api(*COLLEAGUE).post(f"/cases/{reference}/messages", {"name": "Nonsense"})
    assert answer.status_code == 404


def test_a_stranger_cannot_send_a_message(concord):
    reference = concord.raise_case().reference
    answer = concord.api(*STRANGER).post(
        f"/cases/{reference}/messages", {"name": "ImmediateDanger"}
    )
    assert answer.status_code == 404


def test_the_list_takes_the_filters_of_the_page(concord):
    raised = concord.raise_case()
    raiser = concord.api("practitioner", "reading-school")

    def references(**asked):
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        answer = raiser.get(f"/cases?{query}")
        assert answer.status_code == 200, answer.json
        return [case["reference"] for case in answer.json["items"]]

    mine = [raised.reference]
    assert references(reference=raised.reference[-3:].lower()) == mine
    assert references(waiting_for="us", stage="S0", area="reading") == mine
    assert references(agency="reading-council") == mine
    assert references(waiting_for="others") == references(attention="danger") == []
    assert raiser.get("/cases?waiting_for=nobody").status_code == 422
    (row,) = raiser.get("/cases").json["items"]
    assert (row["is_overdue"], row["rounds"][0]["number"]) == (False, 1)


def test_the_history_can_be_asked_for_in_parts_and_people_stand_in_the_case(concord):
    reference = concord.raise_case().reference
    raiser = concord.api("practitioner", "reading-school")
    path = f"/cases/{reference}/history"
    kinds = {event["kind"] for event in raiser.get(f"{path}?about=notices").json["items"]}
    assert kinds <= {"notification_queued", "delivery_failed", "nobody_to_act"}
    assert raiser.get(f"{path}?about=weather").status_code == 422
    (agency,) = raiser.get(f"/cases/{reference}").json["people"]
    assert agency["agency_key"] == "reading-school"
    assert agency["people"][0]["roles"] == ["practitioner"]
