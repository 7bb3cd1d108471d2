"""Administrators act on process instances through the API."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.operations.carrying_out import carry_out_operations
from engine.persistence.instances import ProcessInstance, Timer

OFFICE = "berkshire-partnership"
WHY = {"reason": "The procedure is being put right."}


@pytest.fixture
def api(concord):
    return concord.api("administrator", OFFICE)


@pytest.fixture
def instance_id(concord):
    return started(concord)


def started(concord):
    case = concord.start_case()
    with concord.engine.open_reading() as work:
        query = select(ProcessInstance.id).where(ProcessInstance.case_id == case.case_id)
        return str(work.session.scalar(query))


def state(api, instance_id):
    return api.get(f"/process-instances/{instance_id}").json["instance"]["state"]


def test_a_preview_says_what_would_happen_and_changes_nothing(api, instance_id):
    body = {"kind": "cancel", "process_instance_ids": [instance_id], "preview": True}
    answer = api.post("/operations", body)
    assert answer.status_code == 200
    (shown,) = answer.json["previews"]
    assert shown["effect"]["case_ends"]
    assert [task["element_id"] for task in shown["effect"]["closed"]] == ["Task_S0_Raise"]
    assert state(api, instance_id) == "active"
    assert api.get("/operations").json["items"] == []


def test_an_operation_on_one_is_done_at_once_logged_and_undone(api, instance_id):
    body = {"kind": "suspend", "process_instance_ids": [instance_id]}
    asked = api.post("/operations", {**body, "answers": {"clock": "runs_on"}, **WHY})
    assert asked.status_code == 201
    assert asked.json["operation"]["counts"] == {"done": 1}
    assert state(api, instance_id) == "suspended"
    (listed,) = api.get("/operations").json["items"]
    shown = api.get(f"/operations/{listed['id']}").json
    assert shown["operation"]["reason"] == WHY["reason"]
    assert shown["items"][0]["can_undo"]
    undo = f"/operations/{listed['id']}/items/1/undo"
    assert api.post(undo, WHY).status_code == 204
    assert state(api, instance_id) == "active"
    again = api.post(undo, WHY)
    assert (again.status_code, again.json["code"]) == (409, "operation_refused")


def test_many_wait_for_the_background_and_each_has_its_own_result(concord, api, instance_id):
    other = started(concord)
    api.put(f"/process-instances/{other}/suspension", WHY)
    ids = [instance_id, other]
    answers = {"clock": "runs_on"}
    body = {"kind": "suspend", "process_instance_ids": ids, "answers": answers, **WHY}
    asked = api.post("/operations", body).json["operation"]
    assert asked["counts"] == {"waiting": 2}
    assert carry_out_operations(concord.engine) == 2
    shown = api.get(f"/operations/{asked['id']}").json
    assert [item["state"] for item in shown["items"]] == ["done", "refused"]
    assert shown["operation"]["is_finished"]
    rest = api.get(f"/operations/{asked['id']}?after=1").json["items"]
    assert [item["place"] for item in rest] == [2]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"kind": "explode"}, 404, "not_found"),
        ({"reason": ""}, 422, "input_refused"),
        ({"answers": {}}, 422, "input_refused"),
        ({"answers": {"clock": "runs_on", "more": 1}}, 422, "input_refused"),
        ({"process_instance_ids": []}, 422, "unprocessable_entity"),
    ],
)
def test_what_cannot_be_asked_is_refused(api, instance_id, change, status, code):
    body = {"kind": "suspend", "answers": {"clock": "runs_on"}, **WHY}
    answer = api.post("/operations", {**body, "process_instance_ids": [instance_id], **change})
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_holding_and_letting_go(api, instance_id):
    path = f"/process-instances/{instance_id}/suspension"
    assert api.put(path, {**WHY, "clock": "keeps_remaining"}).json["outcome"].startswith("Suspend")
    refused = api.put(path, WHY)
    assert (refused.status_code, refused.json["code"]) == (409, "operation_refused")
    assert refused.json["detail"] == "Only what is running can be suspended."
    assert api.send("DELETE", path, WHY).status_code == 200
    assert state(api, instance_id) == "active"


def test_cancelling_closes_the_case_once(api, instance_id):
    path = f"/process-instances/{instance_id}/cancellation"
    assert api.post(path, WHY).status_code == 200
    assert state(api, instance_id) == "ended"
    assert api.post(path, WHY).json["detail"] == "It has ended."


def test_a_step_is_freed_by_a_modification(api, instance_id):
    path = f"/process-instances/{instance_id}/modification"
    body = {"kind": "release", "answers": {"element": "Task_S0_Raise"}, **WHY}
    refused = api.post(path, body)
    assert (refused.status_code, refused.json["detail"]) == (409, "Nobody has taken it.")
    assert api.post(path, {**body, "kind": "cancel"}).status_code == 422


def test_a_due_time_is_changed_by_its_timer(concord, api):
    concord.raise_case()
    with concord.engine.open_reading() as work:
        timer = work.session.scalars(select(Timer)).one()
    later = timer.due_at + timedelta(hours=3)
    answer = api.put(f"/timers/{timer.id}/due-at", {**WHY, "due_at": later.isoformat()})
    assert answer.status_code == 200
    shown = api.get(f"/process-instances/{timer.process_instance_id}").json
    assert [one["due_at"] for one in shown["timers"]] == [later.isoformat()]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/process-instances/{id}/cancellation"),
        ("put", "/process-instances/{id}/suspension"),
        ("delete", "/process-instances/{id}/suspension"),
    ],
)
def test_nobody_else_learns_that_there_is_something(concord, instance_id, method, path):
    manager = concord.api("line-manager", "reading-school")
    answer = manager.send(method.upper(), path.format(id=instance_id), WHY)
    assert answer.status_code == 404
