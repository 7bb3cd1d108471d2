"""The page of a task whose answers are asked about, without a browser."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.app import ConcordApp, post_form

SCHOOL = "reading-school"
NAMING = "The worker Kelly Marsh closed it.\nBorn 3.4.2015. <b>"
REASON = "The court order itself has this name in it."
ANSWERS = {
    "immediate_harm": "no",
    "raising_agency": SCHOOL,
    "receiving_agency": "reading-council",
    "child_ref": "SG-2031/7",
    "child_status": "child_in_need",
    "reason_codes": "case_closure",
    "arose_in": "day_to_day",
    "arose_at-day": "1",
    "arose_at-month": "9",
    "arose_at-year": "2026",
    "arose_at-hour": "10",
    "arose_at-minute": "00",
    "rationale_sought": "yes",
    "rationale_heard": "Every action of the plan is done.",
    "concern_remains": "yes",
    "concern_summary": "The home has not changed.",
    "what_needs_to_change": "A visit before the plan is closed.",
}


@pytest.fixture
def practitioner(concord: ConcordApp) -> FlaskClient:
    return concord.browser("practitioner", SCHOOL)


def send(concord: ConcordApp, client: FlaskClient, **changed: Any) -> TestResponse:
    path = f"/tasks/{concord.start_case().user_task_id}"
    return post_form(client, path, ANSWERS | changed, page=path)


def test_the_question_stands_at_its_field_and_in_the_summary(concord, practitioner):
    answer = send(concord, practitioner, concern_summary=NAMING)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Check this before you send" in page
    assert page.count("“Kelly Marsh” looks like a person’s name") == 2
    assert page.count("“3.4.2015” looks like a date of birth") == 2
    assert page.count('href="#f-concern_summary"') == 2
    assert 'name="kept_reasons.concern_summary"' in page
    assert "The worker Kelly Marsh closed it.&#10;Born 3.4.2015. &lt;b&gt;" in page


def test_a_typed_reason_stays_while_something_else_is_wrong(concord, practitioner):
    typed = {"concern_summary": NAMING, "kept_reasons.concern_summary": REASON}
    answer = send(concord, practitioner, **typed, child_ref="")
    page = answer.get_data(as_text=True)
    assert "There is a problem" in page
    assert REASON in page


def test_with_a_reason_it_is_sent_and_both_stand_on_the_case(concord, practitioner):
    typed = {"concern_summary": NAMING, "kept_reasons.concern_summary": f" {REASON}\r\n"}
    answer = send(concord, practitioner, **typed)
    assert answer.location.endswith("/sent")
    case = practitioner.get("/cases/BRK-2026-000001").get_data(as_text=True)
    assert f"Why this stays: {REASON}" in case


@pytest.mark.parametrize("what_next", ["", "apart"])
def test_a_case_that_is_open_is_asked_about_until_something_is_chosen(
    concord, practitioner, what_next
):
    send(concord, practitioner)
    page = send(concord, practitioner, open_case=what_next).get_data(as_text=True)
    assert "A case about this child is already open between these agencies" in page
    assert 'href="/cases/BRK-2026-000001"' in page
    assert all(f'value="{choice}"' in page for choice in ("join", "link", "apart"))


@pytest.mark.parametrize(
    "typed",
    [{"open_case": "link"}, {"open_case": "apart", "kept_reasons.child_ref": REASON}],
)
def test_a_link_or_a_reason_lets_the_second_case_go_on(concord, practitioner, typed):
    send(concord, practitioner)
    assert send(concord, practitioner, **typed).location.endswith("/sent")


def test_joining_goes_to_the_open_case(concord, practitioner):
    send(concord, practitioner)
    answer = send(concord, practitioner, open_case="join")
    assert answer.location == "/cases/BRK-2026-000001"
    assert "Yours was taken back" in practitioner.get(answer.location).get_data(as_text=True)


def test_a_script_in_a_reason_is_text(concord, practitioner):
    typed = {"concern_summary": NAMING, "kept_reasons.concern_summary": "<script>"}
    page = send(concord, practitioner, **typed).get_data(as_text=True)
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
