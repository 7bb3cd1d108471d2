"""The operations room: one instance, acts with preview and reason, the log with undo, openings."""

import re

import pytest
from sqlalchemy import select

from engine.persistence.case_openings import CaseOpening
from engine.persistence.instances import Incident, ProcessInstance
from engine.persistence.operations import Operation
from engine.persistence.tasks import UserTask
from engine.runtime.drafts import save_draft
from tests.support.app import post_form

OFFICE = "berkshire-partnership"
ADMINISTRATOR = ("administrator", OFFICE)
RAISER = ("practitioner", "reading-school")
REASON = "The school asked why it stands still."


@pytest.fixture
def office(concord):
    return concord.browser(*ADMINISTRATOR)


@pytest.fixture
def instance(concord):
    concord.raise_case()
    with concord.engine.open_reading() as work:
        return work.session.scalars(select(ProcessInstance)).one().id


def rows(concord, query):
    with concord.engine.open_reading() as work:
        return list(work.session.scalars(query))


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return answer.text


def send(client, path, fields, status=302):
    answer = post_form(client, path, fields, page="/operations/openings")
    assert answer.status_code == status, answer.text
    return answer


def suspend(office, instance):
    fields = {"instance": str(instance), "answer-clock": "runs_on", "total": "1"}
    done = {"confirmed": "yes", "reason": REASON}
    return send(office, "/operations/acts/suspend", {**fields, **done}).headers["Location"]


def test_only_administrators_find_the_operations_room(concord, office, instance):
    raiser = concord.browser(*RAISER)
    for path in (
        f"/operations/instances/{instance}",
        f"/operations/instances/{instance}/opening",
        f"/operations/acts/suspend?instance={instance}",
        "/operations/log",
        "/operations/openings",
        "/operations/incidents",
    ):
        assert raiser.get(path).status_code == 404
        assert office.get(path).status_code == 200, path
    assert 'href="/operations"' in page(office, "/account")
    assert 'href="/operations"' not in page(raiser, "/account")


def test_another_partnerships_administrator_finds_nothing(concord, instance):
    other = concord.browser("administrator", "barnsley-partnership")
    assert other.get(f"/operations/instances/{instance}").status_code == 404
    assert other.get(f"/operations/acts/suspend?instance={instance}").status_code == 404
    path = f"/operations/instances/{instance}/opening"
    send(other, path, {"reason": REASON}, status=404)


def test_an_instance_shows_where_it_stands_and_what_can_be_done(office, instance):
    body = page(office, f"/operations/instances/{instance}")
    for words in ("Open steps", "Time limits that run", "Data", "Timeline"):
        assert f"{words}</h2>" in body
    assert f"/operations/acts/suspend?instance={instance}" in body
    assert "/operations/acts/resume" not in body
    assert "concord-diagram" in body


@pytest.mark.parametrize("part", ["steps", "engine", "administrators", "limits", "notices", "x"])
def test_the_timeline_has_parts(office, instance, part):
    body = page(office, f"/operations/instances/{instance}?timeline={part}")
    assert ("Went through" in body) is (part in {"engine", "x"})


def test_the_timeline_goes_on_to_older_events(office, instance):
    body = page(office, f"/operations/instances/{instance}?before=3")
    assert "A process instance of" in body
    assert "Newest" in body


def test_an_act_is_previewed_in_words_then_done_with_a_reason_and_taken_back(
    concord, office, instance
):
    path = "/operations/acts/suspend"
    body = page(office, f"{path}?instance={instance}")
    assert "What happens to its time limits?" in body
    fields = {"instance": str(instance), "answer-clock": "runs_on"}
    body = send(office, path, fields, status=200).text
    assert "It will be on hold instead of running." in body
    assert "Their clocks run on" in body
    assert rows(concord, select(ProcessInstance))[0].state == "active"
    confirmed = {**fields, "total": "1", "confirmed": "yes"}
    body = send(office, path, {**confirmed, "reason": " "}, status=422).text
    assert "Say why you do this" in body
    log = send(office, path, {**confirmed, "reason": REASON}).headers["Location"]
    assert rows(concord, select(ProcessInstance))[0].state == "suspended"
    body = page(office, log)
    assert REASON in body
    assert "Its clocks run on" in body
    assert REASON in page(office, "/operations/log")
    undo = f"{log}/items/1/undo"
    assert f'href="{undo}"' in body
    assert "Take back “Suspend”?" in page(office, undo)
    assert "Say why" in send(office, undo, {"reason": ""}, status=422).text
    send(office, undo, {"reason": "It was the wrong case."})
    assert rows(concord, select(ProcessInstance))[0].state == "active"
    body = page(office, log)
    assert "It was the wrong case." in body
    assert undo not in body


def test_what_happened_since_cannot_be_taken_back(office, instance):
    log = suspend(office, instance)
    send(
        office,
        "/operations/acts/resume",
        {"instance": str(instance), "total": "1", "confirmed": "yes", "reason": REASON},
    )
    assert "Not possible any more" in page(office, log)
    assert "It cannot be taken back" in page(office, f"{log}/items/1/undo")
    answer = send(office, f"{log}/items/1/undo", {"reason": REASON})
    assert "Something has happened in it since" in page(office, answer.headers["Location"])


def test_what_cannot_be_done_is_said_without_a_button(office, instance):
    body = page(office, f"/operations/acts/resume?instance={instance}")
    assert re.search(r"error-summary__title[^>]*>\s*It cannot be done\s*<", body)
    assert "It is not suspended." in body
    assert 'name="confirmed"' not in body


def test_a_missing_answer_and_changed_answers_lead_back_to_the_questions(office, instance):
    path, fields = "/operations/acts/suspend", {"instance": str(instance)}
    assert "There is a problem" in send(office, path, fields, status=422).text
    chosen = {**fields, "answer-clock": "keeps_remaining", "change": "yes"}
    body = send(office, path, chosen, status=200).text
    assert re.search(r'value="keeps_remaining" checked', body)


@pytest.mark.usefixtures("instance")
def test_many_are_acted_on_in_the_background(concord, office):
    concord.raise_case()
    body = page(office, "/operations/acts/suspend?fitting=state%3Dactive")
    assert "2 process instances" in body
    fields = {"fitting": "state=active", "answer-clock": "runs_on"}
    body = send(office, "/operations/acts/suspend", fields, status=200).text
    assert "It can be done with 2 of the 2 shown." in body
    done = {**fields, "confirmed": "yes", "reason": REASON}
    answer = send(office, "/operations/acts/suspend", {**done, "total": "1"}, status=409)
    assert "Other process instances fit now" in answer.text
    log = send(office, "/operations/acts/suspend", {**done, "total": "2"}).headers["Location"]
    body = page(office, log)
    assert "2 waiting, of 2" in body
    assert "Look again" in body


def test_no_text_of_people_is_shown_until_the_case_is_opened(concord, office, instance):
    path = f"/operations/instances/{instance}"
    body = page(office, path)
    assert "You see no text of people here." in body
    assert "What people wrote" not in body
    assert "Raw state</h2>" not in page(office, f"{path}?raw=yes")
    assert "Say why" in send(office, f"{path}/opening", {"reason": ""}, status=422).text
    assert rows(concord, select(CaseOpening)) == []
    send(office, f"{path}/opening", {"reason": REASON})
    body = page(office, path)
    assert "What people wrote</h2>" in body
    assert "Raw state</h2>" in page(office, f"{path}?raw=yes")
    assert REASON in page(office, "/operations/openings")
    reference = re.search(r"BRK-\d+-\d+", body)[0]
    told = page(concord.browser(*RAISER), f"/cases/{reference}")
    assert "Opened the case to read what was written" in told
    assert REASON not in told
    send(office, f"{path}/opening/end", {})
    assert "You see no text of people here." in page(office, path)


def test_an_opening_is_for_one_administrator_alone(concord, office, instance):
    path = f"/operations/instances/{instance}"
    send(office, f"{path}/opening", {"reason": REASON})
    assert concord.browser(*RAISER).get(path).status_code == 404


def test_incidents_are_told_tried_again_and_left_with_a_reason(concord, office, instance):
    assert "Nothing has failed" in page(office, "/operations/incidents")
    with concord.engine.open_unit_of_work() as work:
        found = work.session.get_one(ProcessInstance, instance)
        for number in (1, 2):
            work.session.add(
                Incident(
                    id=number,
                    case_id=found.case_id,
                    process_instance_id=instance,
                    element_id="Task_S0_Discuss",
                    state="open",
                    message="The procedure could not go on from this step.",
                    cause="KeyError at place.py:1",
                    raised_at=found.started_at,
                )
            )
        work.commit()
    body = page(office, "/operations/incidents")
    assert "KeyError at place.py:1" in body
    assert f'href="/operations/acts/retry?instance={instance}"' in body
    ignore = "/operations/incidents/1/ignore"
    assert "Leave the incident as it is" in page(office, ignore)
    assert send(office, ignore, {"reason": ""}, status=422)
    send(office, ignore, {"reason": REASON})
    assert [one.state for one in rows(concord, select(Incident))] == ["ignored", "open"]
    assert "Left as it is" in page(office, "/operations/incidents?show=all")
    assert "It is closed already." in page(office, ignore)
    assert office.get("/operations/incidents/99/ignore").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/operations/acts/nothing?instance={id}",
        "/operations/acts/suspend?instance=nothing",
        "/operations/log/00000000-0000-0000-0000-000000000000",
        "/operations/instances/00000000-0000-0000-0000-000000000000",
    ],
)
def test_what_is_not_there(office, instance, path):
    assert office.get(path.format(id=instance)).status_code == 404


def test_nothing_chosen(office):
    assert office.get("/operations/acts/suspend").status_code == 422


def act_page(office, kind, fields, status=200):
    return send(office, f"/operations/acts/{kind}", fields, status=status).text


def test_whom_to_give_a_step_is_asked_once_the_step_is_chosen(office, instance):
    fields = {"instance": str(instance)}
    body = page(office, f"/operations/acts/reassign?instance={instance}")
    assert "Which step?" in body
    assert "Who goes on with it?" not in body
    chosen = {**fields, "answer-element": "Task_S0_Discuss"}
    assert "Answer “Which step?”" in act_page(
        office, "reassign", {**fields, "answer-page": "first"}, status=422
    )
    body = act_page(office, "reassign", {**chosen, "answer-page": "first"})
    assert "practitioner@reading-school.example" in body
    assert "line-manager@reading-school.example" not in body
    linked = page(
        office, f"/operations/acts/reassign?instance={instance}&answer-element=Task_S0_Discuss"
    )
    assert "Who goes on with it?" in linked
    assert "Which step?" in act_page(office, "reassign", {**chosen, "change": "yes"})


def test_a_step_is_completed_with_the_fields_of_its_form_and_no_text_of_people(
    concord, office, instance
):
    marker = "Only the school heard of it."
    task = rows(concord, select(UserTask).where(UserTask.element_id == "Task_S0_Discuss"))[0]
    draft = {"s0_outcome": "resolved", "discussion_summary": marker}
    save_draft(concord.engine, concord.actor(*RAISER), task.id, draft)
    fields = {"instance": str(instance), "answer-element": "Task_S0_Discuss"}
    body = act_page(office, "complete_step", {**fields, "answer-page": "first"})
    assert 'name="s0_outcome"' in body
    assert "JSON" not in body
    assert not re.search(r'name="s0_outcome"[^>]*checked', body)
    assert marker not in body
    nothing = {"lessons_identified": "no", "policy_gap": "no"}
    sent = {**fields, "answer-page": "second", "s0_outcome": "not_resolved", **nothing}
    body = act_page(office, "complete_step", sent)
    assert "Did you find a solution?" in body
    assert "No, report it to our line managers now" in body
    carried = re.search(r'name="answer-variables" value="([^"]*)"', body)[1]
    assert "s0_outcome" in carried
    back = {**fields, "answer-variables": '{"s0_outcome": "not_resolved"}'}
    assert "Which step?" in act_page(office, "complete_step", {**back, "change": "yes"})
    body = act_page(office, "complete_step", {**back, "answer-page": "first"})
    assert re.search(r'value="not_resolved"[^>]*checked', body)


def test_a_value_is_put_right_in_the_field_that_asks_for_it(office, instance):
    fields = {"instance": str(instance), "answer-name": "immediate_harm"}
    body = act_page(office, "correct_value", {**fields, "answer-page": "first"})
    assert re.search(r'name="immediate_harm"[^>]*value="no"[^>]*checked', body)
    text = {**fields, "answer-name": "child_ref", "answer-page": "first"}
    assert re.search(
        r'name="child_ref" type="text"(?! value)', act_page(office, "correct_value", text)
    )
    same = {**fields, "answer-page": "second", "immediate_harm": "no"}
    assert "has this value already" in act_page(office, "correct_value", same, status=409)


def test_a_page_that_is_sent_twice_is_one_operation(concord, office, instance):
    body = page(office, f"/operations/acts/cancel?instance={instance}")
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', body))
    hidden.pop("csrf_token")
    done = {**hidden, "confirmed": "yes", "reason": REASON}
    first = send(office, "/operations/acts/cancel", done).headers["Location"]
    assert send(office, "/operations/acts/cancel", done).headers["Location"] == first
    assert len(rows(concord, select(Operation))) == 1
    other = concord.browser("administrator", "barnsley-partnership")
    send(other, "/operations/acts/cancel", done, status=404)


def test_what_has_moved_on_since_is_shown_again_before_anything_is_done(concord, office, instance):
    body = page(office, f"/operations/acts/cancel?instance={instance}")
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', body))
    hidden.pop("csrf_token")
    suspend(concord.browser(*ADMINISTRATOR), instance)
    done = {**hidden, "confirmed": "yes", "reason": REASON}
    body = send(office, "/operations/acts/cancel", done, status=409).text
    assert "Something has happened in it since you looked." in body
    assert REASON in body
    assert [one.kind for one in rows(concord, select(Operation))] == ["suspend"]


def test_one_that_could_not_be_done_says_so_above(office, instance):
    fields = {"instance": str(instance), "total": "1", "confirmed": "yes", "reason": REASON}
    log = send(office, "/operations/acts/resume", fields).headers["Location"]
    assert re.search(r"error-summary__title[^>]*>\s*It was not done\s*<", page(office, log))
