"""Handing a task over and taking one over, as pages and for programs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.persistence.tasks import UserTask
from engine.runtime.absences import arrange_absence
from engine.runtime.claims import claim_user_task
from engine.runtime.directory import add_person, grant_role
from engine.runtime.user_tasks import complete_user_task
from tests.support.app import csrf_token, post_form

RAISER = ("practitioner", "reading-school")
OTHER = ("practitioner", "reading-council")
NOTE = "I have rung the other agency twice."


@pytest.fixture
def task_id(concord):
    """Return an open task of practitioners; the council has two of them."""
    email = "second@reading-council.example"
    add_person(concord.engine, email=email, name="Second practitioner (demo)")
    grant_role(concord.engine, email=email, agency_key="reading-council", role="practitioner")
    concord.raise_case()
    return open_task(concord).id


def open_task(concord):
    query = select(UserTask).where(
        UserTask.element_id == "Task_S0_Discuss", UserTask.state == "open"
    )
    with concord.engine.open_reading() as work:
        return work.session.scalars(query).one()


def second(concord):
    return concord.actor("second", "reading-council")


def send(concord, browser, task_id, **fields):
    path = f"/tasks/{task_id}/hand-over"
    return post_form(browser, path, fields, page=path)


def test_the_page_of_the_task_leads_to_handing_over_and_the_colleague_reads_the_note(
    concord, task_id
):
    browser = concord.browser(*OTHER)
    assert f'href="/tasks/{task_id}/hand-over"' in browser.get(f"/tasks/{task_id}").text
    answer = send(concord, browser, task_id, to=str(second(concord).person_id), comment_text=NOTE)
    assert answer.headers["Location"] == "/inbox"
    assert "Handed over. Second practitioner (demo) is told" in browser.get("/inbox").text
    assert open_task(concord).claimed_by == second(concord).person_id
    colleague = concord.browser("second", "reading-council")
    page = colleague.get(f"/tasks/{task_id}").text
    assert NOTE in page
    assert "Note from Practitioner, Reading Council (demo)" in page
    assert "Give it back" in page
    assert NOTE not in concord.browser(*RAISER).get(f"/tasks/{task_id}").text


def test_nobody_chosen_is_said_beside_the_field_and_the_note_stays_typed(concord, task_id):
    answer = send(concord, concord.browser(*OTHER), task_id, comment_text=NOTE)
    assert answer.status_code == 422
    assert 'href="#f-to"' in answer.text
    assert "Select who goes on with it" in answer.text
    assert NOTE in answer.text
    assert open_task(concord).claimed_by is None


def test_a_note_with_a_name_is_asked_about_on_the_page(concord, task_id):
    browser, note = concord.browser(*OTHER), "Please ring John Smith, born 3.4.2015."
    to = str(second(concord).person_id)
    asked = send(concord, browser, task_id, to=to, comment_text=note)
    assert asked.status_code == 422
    assert "Check this before you send" in asked.text
    reason = {"kept_reasons.comment_text": "These are the words of the court order."}
    assert send(concord, browser, task_id, to=to, comment_text=note, **reason).status_code == 302
    assert open_task(concord).claimed_by == second(concord).person_id


def test_a_note_that_is_too_long_is_refused_beside_its_field(concord, task_id):
    to, note = str(second(concord).person_id), "word " * 900
    answer = send(concord, concord.browser(*OTHER), task_id, to=to, comment_text=note)
    assert answer.status_code == 422
    assert 'href="#f-comment_text"' in answer.text


def complete(concord, task_id, by=RAISER):
    actor = concord.actor(*by)
    answers = concord.answers_to(actor, task_id, s0_outcome="not_resolved")
    complete_user_task(concord.engine, actor, task_id, answers)


def test_when_the_step_has_moved_on_the_note_is_shown_and_kept(concord, task_id):
    browser = concord.browser(*OTHER)
    browser.get(f"/tasks/{task_id}/hand-over")
    complete(concord, task_id)
    answer = post_form(
        browser,
        f"/tasks/{task_id}/hand-over",
        {"to": str(second(concord).person_id), "comment_text": NOTE},
        page="/inbox",
    )
    assert answer.status_code == 409
    assert "is no longer open" in answer.text
    assert NOTE in answer.text
    closed = browser.get(f"/tasks/{task_id}/hand-over")
    assert closed.headers["Location"] == f"/tasks/{task_id}"


def test_without_a_colleague_the_page_says_so(concord, task_id):
    page = concord.browser(*RAISER).get(f"/tasks/{task_id}/hand-over").text
    assert "None of your colleagues can do this step now" in page


def test_a_note_is_shown_when_the_case_is_nothing_to_its_writer_any_more(concord, task_id):
    browser, path = concord.browser(*OTHER), f"/tasks/{task_id}/hand-over"
    fields = {"csrf_token": csrf_token(browser, path), "to": "1", "comment_text": NOTE}
    grant_role(
        concord.engine,
        email=concord.actor(*OTHER).email,
        agency_key=OTHER[1],
        role=OTHER[0],
        valid_to=concord.engine.clock.now(),
    )
    answer = browser.post(path, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 404
    assert NOTE in answer.text


def test_text_that_comes_after_the_session_had_ended_waits(concord, task_id):
    browser, path = concord.browser(), f"/tasks/{task_id}/hand-over"
    fields = {
        "csrf_token": "old",
        "to": str(second(concord).person_id),
        "comment_text": NOTE,
        "writer": str(concord.actor(*OTHER).person_id),
    }
    browser.post(path, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    post_form(browser, "/demo/login", {"email": "practitioner@reading-council.example"})
    assert path in browser.get("/inbox").text
    waiting = browser.get(path).text
    assert "nothing has been sent yet" in waiting
    assert NOTE in waiting
    complete(concord, task_id)
    late = browser.get(path)
    assert late.status_code == 409
    assert NOTE in late.text


def away(concord, absent, deputy):
    now = concord.engine.clock.now()
    arrange_absence(
        concord.engine,
        concord.actor(*absent),
        person_id=concord.actor(*absent).person_id,
        deputy_id=concord.actor(*deputy).person_id,
        starts_at=now,
        ends_at=now + timedelta(days=5),
    )


def test_what_an_absent_colleague_has_is_taken_over_with_one_button(concord, task_id):
    claim_user_task(concord.engine, second(concord), task_id)
    away(concord, ("second", "reading-council"), ("line-manager", "reading-council"))
    browser = concord.browser(*OTHER)
    page = browser.get(f"/tasks/{task_id}").text
    assert "</strong> is away until" in page
    answer = post_form(browser, f"/tasks/{task_id}/take-over", {}, page=f"/tasks/{task_id}")
    assert answer.headers["Location"] == f"/tasks/{task_id}"
    assert open_task(concord).claimed_by == concord.actor(*OTHER).person_id
    shown = browser.get(f"/tasks/{task_id}/hand-over").text
    assert "Second practitioner (demo) is away until" in shown


def test_programs_see_colleagues_and_hand_over_once(concord, task_id):
    program = concord.api(*OTHER)
    (colleague,) = program.get(f"/user-tasks/{task_id}/colleagues").json["items"]
    assert colleague == {
        "person_id": second(concord).person_id,
        "name": "Second practitioner (demo)",
        "role": "practitioner",
        "deputy_for": None,
        "away_until": None,
    }
    body = {"to": colleague["person_id"], "note": NOTE}
    for _ in range(2):
        answer = program.post(f"/user-tasks/{task_id}/hand-over", body, Idempotency_Key="k")
        assert answer.status_code == 204
    case = concord.api("second", "reading-council").get("/cases").json["items"][0]
    comments = program.get(f"/cases/{case['reference']}/comments").json["items"]
    assert [(one["kind"], one["text"]) for one in comments] == [("hand_over", NOTE)]
    wrong = program.post(f"/user-tasks/{task_id}/hand-over", {"to": 2_000_000})
    assert (wrong.status_code, wrong.json["code"]) == (422, "answers_invalid")
    outsider = concord.api("practitioner", "thames-police")
    assert outsider.get(f"/user-tasks/{task_id}/colleagues").status_code == 404
    complete(concord, task_id, ("second", "reading-council"))
    assert program.post(f"/user-tasks/{task_id}/hand-over", body).status_code == 409
