from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select

from engine.persistence.tasks import Draft, Submission

RAISER = ("practitioner", "reading-school")
COLLEAGUE = ("practitioner", "reading-council")
STRANGER = ("practitioner", "thames-police")


def discussion(concord):
    """Return the id of the task that both sides' practitioners may do."""
    (opened,) = concord.raise_case().opened
    return opened.id


def answers_of(concord, person, task_id, **given):
    return {"answers": concord.answers_to(concord.actor(*person), UUID(str(task_id)), **given)}


def count(concord, table, *conditions):
    with concord.engine.open_reading() as work:
        return work.session.scalar(select(func.count()).select_from(table).where(*conditions))


def test_the_list_holds_what_the_person_may_do(concord):
    task_id = str(discussion(concord))
    for person in (RAISER, COLLEAGUE):
        listed = concord.api(*person).get("/user-tasks").json["items"]
        assert [task["id"] for task in listed] == [task_id]
    assert concord.api(*STRANGER).get("/user-tasks").json["items"] == []


def test_the_list_can_be_narrowed_to_ones_own_claims(concord):
    task_id = discussion(concord)
    api = concord.api(*COLLEAGUE)
    assert api.get("/user-tasks?view=mine").json["items"] == []
    assert api.put(f"/user-tasks/{task_id}/claim").status_code == 204
    assert len(api.get("/user-tasks?view=mine").json["items"]) == 1


def test_completed_tasks_can_be_listed(concord):
    discussion(concord)
    items = concord.api(*RAISER).get("/user-tasks?view=done").json["items"]
    assert [task["element_id"] for task in items] == ["Task_S0_Raise"]


def test_a_task_comes_with_its_form_and_the_reason_of_its_due_time(concord):
    task = concord.api(*COLLEAGUE).get(f"/user-tasks/{discussion(concord)}").json
    assert task["may_do"]
    assert task["due_at"]
    assert task["due_reason"]
    assert task["clauses"]
    assert task["form"]["definition"]["type"] == "default"


def test_a_form_gets_only_the_values_that_it_names(concord):
    started = concord.start_case()
    context = (
        concord.api(*RAISER).get(f"/user-tasks/{started.user_task_id}").json["form"]["context"]
    )
    assert "agency_options" in context
    assert "raised_by" not in context


def test_for_another_agency_a_task_looks_as_if_it_were_not_there(concord):
    task_id, stranger = discussion(concord), concord.api(*STRANGER)
    nobody = UUID(int=0)
    for method, path, body in (
        ("GET", "", None),
        ("PUT", "/claim", {}),
        ("DELETE", "/claim", None),
        ("PUT", "/draft", {"answers": {}}),
        ("POST", "/completion", {"answers": {}}),
    ):
        there = stranger.send(method, f"/user-tasks/{task_id}{path}", body)
        missing = stranger.send(method, f"/user-tasks/{nobody}{path}", body)
        assert there.status_code == missing.status_code == 404
        assert there.text.replace(str(task_id), "X") == missing.text.replace(str(nobody), "X")


def test_a_claim_says_who_and_since_when(concord):
    task_id = discussion(concord)
    assert concord.api(*RAISER).put(f"/user-tasks/{task_id}/claim").status_code == 204
    refused = concord.api(*COLLEAGUE).put(f"/user-tasks/{task_id}/claim")
    assert refused.status_code == 409
    assert refused.json["code"] == "task_claimed"
    assert "Reading School" in refused.json["by"]
    assert refused.json["at"]


def test_a_claim_can_be_taken_over_and_given_back(concord):
    task_id, colleague = discussion(concord), concord.api(*COLLEAGUE)
    concord.api(*RAISER).put(f"/user-tasks/{task_id}/claim")
    taken = colleague.put(f"/user-tasks/{task_id}/claim", {"take_over": True})
    assert taken.status_code == 204
    assert colleague.send("DELETE", f"/user-tasks/{task_id}/claim").status_code == 204
    assert concord.api(*RAISER).put(f"/user-tasks/{task_id}/claim").status_code == 204


@pytest.mark.parametrize("take_over", [0, 1, "true", None])
def test_what_only_looks_like_true_is_refused(concord, take_over):
    answer = concord.api(*RAISER).put(
        f"/user-tasks/{discussion(concord)}/claim", {"take_over": take_over}
    )
    assert answer.status_code == 422


def test_a_draft_is_kept_as_typed_and_comes_back_with_the_form(concord):
    task_id, api = discussion(concord), concord.api(*COLLEAGUE)
    typed = {"summary": "Half a sen", "met_on": "not yet a date"}
    saved = api.put(f"/user-tasks/{task_id}/draft", {"answers": typed})
    assert saved.status_code == 200
    form = api.get(f"/user-tasks/{task_id}").json["form"]
    assert form["answers"] == typed
    assert form["draft_saved_at"] <= saved.json["saved_at"]


def test_completing_tells_what_is_open_now(concord):
    started, api = concord.start_case(), concord.api(*RAISER)
    body = answers_of(concord, RAISER, started.user_task_id, immediate_harm="no")
    answer = api.post(f"/user-tasks/{started.user_task_id}/completion", body)
    assert answer.status_code == 200
    assert [task["element_id"] for task in answer.json["opened"]] == ["Task_S0_Discuss"]
    assert answer.json["ended"] is False


def test_wrong_answers_are_named_one_by_one_and_kept(concord):
    started, api = concord.start_case(), concord.api(*RAISER)
    path = f"/user-tasks/{started.user_task_id}"
    refused = api.post(f"{path}/completion", {"answers": {"concern_summary": "My words"}})
    assert refused.status_code == 422
    assert refused.json["code"] == "answers_invalid"
    wrong = {error["key"]: error["message"] for error in refused.json["errors"]}
    assert "child_ref" in wrong
    assert "concern_summary" not in wrong
    assert all(wrong.values())
    assert api.get(path).json["form"]["answers"] == {"concern_summary": "My words"}


def test_an_unknown_answer_is_refused_by_name(concord):
    started, api = concord.start_case(), concord.api(*RAISER)
    body = answers_of(concord, RAISER, started.user_task_id)
    body["answers"]["surprise"] = "?"
    refused = api.post(f"/user-tasks/{started.user_task_id}/completion", body)
    assert refused.status_code == 422
    assert [error["key"] for error in refused.json["errors"]] == ["surprise"]


def test_a_late_submit_hears_who_and_when_and_its_text_is_kept(concord):
    task_id = discussion(concord)
    body = answers_of(concord, RAISER, task_id)
    late = answers_of(concord, COLLEAGUE, task_id)
    assert concord.api(*RAISER).post(f"/user-tasks/{task_id}/completion", body).status_code == 200
    refused = concord.api(*COLLEAGUE).post(f"/user-tasks/{task_id}/completion", late)
    assert refused.status_code == 409
    assert refused.json["code"] == "task_moved_on"
    assert "Reading School" in refused.json["by"]
    assert refused.json["at"]
    assert "kept" in refused.json["detail"]
    assert count(concord, Submission, Submission.state == "moved_on") == 1


def test_the_same_idempotency_key_completes_once(concord):
    started, api = concord.start_case(), concord.api(*RAISER)
    path = f"/user-tasks/{started.user_task_id}/completion"
    body = answers_of(concord, RAISER, started.user_task_id, immediate_harm="no")
    first = api.post(path, body, Idempotency_Key="once")
    second = api.post(path, body, Idempotency_Key="once")
    assert first.status_code == second.status_code == 200
    assert first.json["reference"] == second.json["reference"]
    assert count(concord, Submission) == 1
    assert api.post(path, body, Idempotency_Key="other").status_code == 409


def test_of_two_who_complete_at_the_same_moment_one_does_and_one_hears_of_it(concord):
    task_id = discussion(concord)
    together = Barrier(2)
    people = (RAISER, COLLEAGUE)
    senders = [(concord.api(*person), answers_of(concord, person, task_id)) for person in people]

    def complete(sender):
        api, body = sender
        together.wait()
        return api.post(f"/user-tasks/{task_id}/completion", body)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(complete, senders))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert count(concord, Submission, Submission.user_task_id == task_id) == 2
    assert count(concord, Draft) == 0


def test_answers_have_to_be_an_object(concord):
    path = f"/user-tasks/{discussion(concord)}/completion"
    for body in ({}, {"answers": []}, {"answers": "yes"}, []):
        assert concord.api(*RAISER).post(path, body).status_code == 422
