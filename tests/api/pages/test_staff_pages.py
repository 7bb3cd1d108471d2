"""What pages answer, without a browser."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import select

from engine.persistence.tasks import Draft, UserTask
from engine.runtime.cases import StartedCase, start_case
from engine.runtime.demo_clock import move_clock
from engine.runtime.user_tasks import complete_user_task
from tests.support.app import ConcordApp, post_form

SCHOOL = "reading-school"

Start = Callable[[], StartedCase]


@pytest.fixture
def practitioner(concord: ConcordApp) -> FlaskClient:
    return concord.browser("practitioner", SCHOOL)


@pytest.fixture
def start(concord: ConcordApp) -> Start:
    actor = concord.actor("practitioner", SCHOOL)
    return lambda: start_case(concord.engine, actor, area_key="reading")


def text_of(client: FlaskClient, path: str) -> str:
    return client.get(path, follow_redirects=True).get_data(as_text=True)


def draft_of(concord: ConcordApp, task_id: UUID) -> Draft | None:
    with concord.engine.open_reading() as work:
        return work.session.scalar(select(Draft).where(Draft.user_task_id == task_id))


def test_raising_without_an_area_is_refused(practitioner: FlaskClient):
    answer = post_form(practitioner, "/raise", {"area": "nowhere"}, page="/raise")
    assert answer.status_code == 422
    assert "Select the area in which the child lives" in answer.get_data(as_text=True)


def test_pressing_continue_twice_raises_one_case(practitioner: FlaskClient):
    fields = {"area": "reading", "idempotency_key": "pressed-twice"}
    answers = [post_form(practitioner, "/raise", fields, page="/raise") for _ in range(2)]
    assert answers[0].location == answers[1].location


def test_typing_is_kept_as_a_draft_and_its_time_comes_back(
    concord: ConcordApp, practitioner: FlaskClient, start: Start
):
    task_id = start().user_task_id
    path = f"/tasks/{task_id}"
    answer = post_form(practitioner, f"{path}/draft", {"child_ref": "SG-1"}, page=path)
    draft = draft_of(concord, task_id)
    assert draft is not None
    assert answer.get_json() == {"saved_at": draft.saved_at.isoformat()}
    assert "SG-1" in text_of(practitioner, path)


def test_looking_at_a_task_leaves_no_draft(
    concord: ConcordApp, practitioner: FlaskClient, start: Start
):
    task_id = start().user_task_id
    text_of(practitioner, f"/tasks/{task_id}")
    assert draft_of(concord, task_id) is None


def test_a_draft_of_a_task_that_has_not_reached_somebody_is_not_taken(
    concord: ConcordApp, start: Start
):
    stranger = concord.browser("practitioner", "thames-police")
    answer = post_form(stranger, f"/tasks/{start().user_task_id}/draft", {}, page="/raise")
    assert answer.status_code == 404
    assert answer.is_json


def test_a_claim_can_be_given_back(concord: ConcordApp, practitioner: FlaskClient, start: Start):
    task_id = start().user_task_id
    post_form(practitioner, f"/tasks/{task_id}/claim", {}, page="/inbox")
    assert "Give it back" in text_of(practitioner, f"/tasks/{task_id}")
    post_form(practitioner, f"/tasks/{task_id}/release", {}, page=f"/tasks/{task_id}")
    with concord.engine.open_reading() as work:
        assert work.session.get_one(UserTask, task_id).claimed_by is None


def test_an_alert_from_a_case_that_has_ended_is_refused_with_what_to_do(
    concord: ConcordApp, practitioner: FlaskClient, start: Start
):
    started = start()
    end_at_once(concord, started)
    page = text_of(practitioner, f"/cases/{started.reference}/danger")
    assert "no alert can be sent from it" in page
    assert page.index("Ring 999 first") < page.index("This case has ended")


def test_pages_of_cases_are_never_stored(practitioner: FlaskClient, start: Start):
    answer = practitioner.get(f"/cases/{start().reference}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def end_at_once(concord: ConcordApp, started: StartedCase) -> None:
    """Let the reason be understood, which ends the procedure."""
    answers = {
        "immediate_harm": "no",
        "raising_agency": SCHOOL,
        "receiving_agency": "reading-council",
        "child_ref": "SG-2031/7",
        "child_status": "child_in_need",
        "reason_codes": ["case_closure"],
        "arose_in": "day_to_day",
        "arose_at": concord.engine.clock.now().isoformat(),
        "rationale_sought": "yes",
        "rationale_heard": "The plan has been completed.",
        "concern_remains": "no",
    }
    actor = concord.actor("practitioner", SCHOOL)
    completion = complete_user_task(concord.engine, actor, started.user_task_id, answers)
    assert completion.ended


def test_a_task_tells_the_clauses_that_it_comes_from(concord: ConcordApp, practitioner):
    done = concord.raise_case()
    api = concord.api("practitioner", SCHOOL)
    clauses = api.get(f"/user-tasks/{done.opened[0].id}").json["clauses"]
    page = text_of(practitioner, f"/tasks/{done.opened[0].id}")
    assert clauses
    for clause in clauses:
        assert str(escape(clause["paraphrase"])) in page


def test_an_overdue_task_still_says_when_it_was_due(concord: ConcordApp):
    done = concord.raise_case()
    move_clock(concord.engine, by=timedelta(days=9))
    manager = concord.browser("line-manager", SCHOOL)
    link = re.search(r"/tasks/[0-9a-f-]{36}", text_of(manager, "/inbox"))
    assert link
    assert "It was due " in text_of(manager, link[0])
    case = text_of(manager, f"/cases/{done.reference}")
    assert "Closed undone" in case
