"""Comments on pages: written without a script, questioned, and never lost."""

import re

import pytest

from tests.support.app import csrf_token, post_form

RAISER = ("practitioner", "reading-school")
OTHER_SIDE = ("practitioner", "reading-council")
TEXT = "The plan has not been sent to the school yet."
PUBLIC = {"comment_text": TEXT, "readers": "case"}


@pytest.fixture
def case_path(concord):
    return f"/cases/{concord.raise_case().reference}"


def send(client, case_path, fields, page=None):
    answer = post_form(client, f"{case_path}/comments", fields, page=page or case_path)
    return answer.status_code, answer.get_data(as_text=True), answer.headers.get("Location", "")


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_a_comment_is_written_on_the_page_of_the_case(concord, case_path):
    raiser = concord.browser(*RAISER)
    status, _, location = send(raiser, case_path, PUBLIC)
    assert status == 302
    path, _, anchor = location.partition("#")
    assert path == case_path
    for role in (RAISER, OTHER_SIDE):
        body = page(concord.browser(*role), case_path)
        assert TEXT in body
        assert f'id="{anchor}"' in body


def test_the_other_agency_does_not_see_that_there_is_a_comment(concord, case_path):
    send(concord.browser(*RAISER), case_path, {**PUBLIC, "readers": "own_agency"})
    own = page(concord.browser(*RAISER), case_path)
    assert TEXT in own
    assert "Only Reading School can read this" in own
    other = page(concord.browser(*OTHER_SIDE), case_path)
    assert TEXT not in other
    assert "Wrote a comment" not in other


def test_what_is_missing_is_said_and_what_was_typed_stays(concord, case_path):
    raiser = concord.browser(*RAISER)
    status, body, _ = send(raiser, case_path, {"comment_text": TEXT})
    assert status == 422
    assert "<title>Error: Write a comment" in body
    assert '<a href="#readers">Select who can read your comment</a>' in body
    assert TEXT in body
    status, body, _ = send(raiser, case_path, {"readers": "case"})
    assert status == 422
    assert '<a href="#f-comment_text">Enter your comment</a>' in body
    assert re.search(r'value="case"[^>]* checked', body)


def test_a_name_is_asked_about_and_kept_with_a_reason(concord, case_path):
    raiser = concord.browser(*RAISER)
    named = {**PUBLIC, "comment_text": "Please telephone John Smith."}
    status, body, _ = send(raiser, case_path, named)
    assert status == 422
    assert "“John Smith” looks like a person’s name" in body
    assert "Check this before you send" in body
    reason = "He is the solicitor of both agencies."
    status, _, _ = send(raiser, case_path, {**named, "kept_reasons.comment_text": reason})
    assert status == 302
    assert f"Why this stays: {reason}" in page(raiser, case_path)


def test_the_same_form_sent_twice_is_one_comment(concord, case_path):
    raiser = concord.browser(*RAISER)
    for _ in range(2):
        assert send(raiser, case_path, {**PUBLIC, "idempotency_key": "once"})[0] == 302
    assert page(raiser, case_path).count('class="concord-comment"') == 1


def test_beside_a_task_the_form_leads_back_to_it(concord):
    opened = concord.raise_case()
    case_path, task_id = f"/cases/{opened.reference}", opened.opened[0].id
    raiser = concord.browser(*RAISER)
    body = page(raiser, f"{case_path}/comments?task={task_id}")
    assert f'name="user_task_id" value="{task_id}"' in body
    status, _, location = send(raiser, case_path, {**PUBLIC, "user_task_id": str(task_id)})
    assert (status, location.partition("#")[0]) == (302, f"/tasks/{task_id}")
    assert f'beside <a class="govuk-link" href="/tasks/{task_id}">' in page(raiser, case_path)
    assert 'name="user_task_id"' not in page(raiser, f"{case_path}/comments?task=none")


def test_text_that_came_without_a_session_is_in_the_form_after_the_log_in(concord, case_path):
    raiser = concord.browser(*RAISER)
    person_id = concord.actor(*RAISER).person_id
    raiser.delete_cookie("session")
    answer = raiser.post(
        f"{case_path}/comments",
        data={**PUBLIC, "writer": str(person_id)},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 302
    post_form(raiser, "/demo/login", {"email": "practitioner@reading-school.example"})
    inbox = page(raiser, "/inbox")
    assert f'href="{case_path}/comments">Your comment' in inbox
    body = page(raiser, f"{case_path}/comments")
    assert TEXT in body
    assert "nothing has been sent yet" in body
    kept_id = re.search(r'name="kept_id" value="(\w+)"', body)[1]
    assert send(raiser, case_path, {**PUBLIC, "kept_id": kept_id})[0] == 302
    assert "Your comment" not in page(raiser, "/inbox")


def test_what_somebody_else_typed_is_not_sent_in_ones_own_name(concord, case_path):
    other = concord.actor(*OTHER_SIDE).person_id
    status, body, _ = send(concord.browser(*RAISER), case_path, {**PUBLIC, "writer": str(other)})
    assert status == 409
    assert "This was not sent" in body
    assert TEXT in body


def test_a_form_that_is_no_longer_valid_shows_what_was_typed(concord, case_path):
    answer = concord.browser(*RAISER).post(
        f"{case_path}/comments", data=PUBLIC, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 400
    assert TEXT in answer.get_data(as_text=True)


def test_a_closed_case_takes_no_comment_and_loses_none(concord, case_path):
    raiser = concord.browser(*RAISER)
    closing = {
        "close_reason": "withdrawn",
        "still_at_risk": "no",
        "close_words": "Both agencies have found a common plan.",
        "confirmed": "yes",
        "csrf_token": csrf_token(raiser, case_path),
    }
    assert raiser.post(f"{case_path}/closing", data=closing).status_code == 302
    assert 'name="comment_text"' not in page(raiser, case_path)
    assert "nothing is added to it" in page(raiser, f"{case_path}/comments")
    status, body, _ = send(raiser, case_path, PUBLIC)
    assert status == 403
    assert TEXT in body


def test_somebody_whom_the_case_has_not_reached_finds_no_form(concord, case_path):
    stranger = concord.browser("practitioner", "thames-police")
    assert stranger.get(f"{case_path}/comments").status_code == 404
    assert send(stranger, case_path, PUBLIC, page="/inbox")[0] == 404
