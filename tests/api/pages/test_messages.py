"""Messages other than danger: a plain button on the case, and a page that asks first."""

from uuid import UUID

import pytest
from sqlalchemy import select

from engine.persistence.instances import ProcessInstance
from engine.runtime.user_tasks import complete_user_task
from tests.support.app import post_form
from tests.support.two_sides import STATUS_CHANGED, follow_two_sides

RAISER, STRANGER = ("practitioner", "reading-school"), ("practitioner", "thames-police")
LABEL = "The child’s status changed"


@pytest.fixture
def reference(concord):
    follow_two_sides(concord.engine)
    started = concord.start_case()
    actor = concord.actor(*RAISER)
    answers = {"receiving_agency": "reading-council"}
    complete_user_task(concord.engine, actor, started.user_task_id, answers)
    return started.reference


def text_of(answer):
    return answer.get_data(as_text=True)


def path_of(reference, name=STATUS_CHANGED):
    return f"/cases/{reference}/messages/{name}"


def started_by_messages(concord):
    with concord.engine.open_reading() as work:
        query = select(ProcessInstance.message).where(ProcessInstance.message.is_not(None))
        return list(work.session.scalars(query))


def end_case(concord, reference):
    for role in (RAISER, ("practitioner", "reading-council"), RAISER):
        actor = concord.actor(*role)
        task = concord.api(*role).get("/user-tasks").json["items"][0]
        given = {}
        if task["element_id"] == "Last":
            given["chair"] = str(concord.actor("meeting-chair", "thames-police").person_id)
        task_id = UUID(task["id"])
        answers = concord.answers_to(actor, task_id, **given)
        complete_user_task(concord.engine, actor, task_id, answers)
    assert concord.api(*RAISER).get(f"/cases/{reference}").json["ended_at"]


def test_the_case_has_a_plain_button_for_each_message_and_danger_stands_first(concord, reference):
    page = text_of(concord.browser(*RAISER).get(f"/cases/{reference}"))
    button = page.index(f'href="{path_of(reference)}"')
    assert page.index("Child in immediate danger") < button
    assert LABEL in page[button : button + 400]
    assert "govuk-button--secondary" in page[button - 200 : button + 200]
    assert page.count(f'href="{path_of(reference)}"') == 1


def test_the_page_says_what_it_is_for_and_sends_nothing_yet(concord, reference):
    answer = concord.browser(*RAISER).get(path_of(reference))
    page = text_of(answer)
    assert answer.status_code == 200
    assert '<p class="govuk-body">Use it when a plan begins or ends.</p>' in page
    assert "Confirm and send" in page
    assert "Child in immediate danger" in page
    assert started_by_messages(concord) == []


def test_sending_leads_to_what_has_to_be_answered(concord, reference):
    browser = concord.browser(*RAISER)
    answer = post_form(browser, path_of(reference), {}, page=path_of(reference))
    assert answer.status_code == 302
    assert started_by_messages(concord) == [STATUS_CHANGED]
    task = text_of(browser.get(answer.location))
    assert f"Sent: {LABEL}." in task
    assert "child_status" in task
    timeline = text_of(browser.get(f"/cases/{reference}"))
    assert f"Sent “{LABEL}”" in timeline


def test_without_a_token_of_the_page_nothing_is_sent(concord, reference):
    answer = concord.browser(*RAISER).post(path_of(reference))
    assert answer.status_code == 400
    assert started_by_messages(concord) == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_whom_the_case_has_not_reached_finds_no_such_page(concord, reference, method):
    browser = concord.browser(*STRANGER)
    if method == "get":
        answer = browser.get(path_of(reference))
    else:
        answer = post_form(browser, path_of(reference), {}, page="/raise")
    assert answer.status_code == 404
    assert started_by_messages(concord) == []


@pytest.mark.parametrize("name", ["Nothing", "ImmediateDanger", "Begin"])
def test_only_the_procedures_own_messages_have_a_page(concord, reference, name):
    assert concord.browser(*RAISER).get(path_of(reference, name)).status_code == 404


def test_a_case_that_has_not_been_raised_takes_danger_alone(concord, reference):
    unraised = concord.start_case().reference
    browser = concord.browser(*RAISER)
    case = text_of(browser.get(f"/cases/{unraised}"))
    assert path_of(unraised) not in case
    assert "Child in immediate danger" in case
    assert "has not been raised yet" in text_of(browser.get(path_of(unraised)))
    answer = post_form(browser, path_of(unraised), {}, page="/raise")
    assert answer.status_code == 403
    assert started_by_messages(concord) == []


def test_an_ended_case_takes_no_message(concord, reference):
    end_case(concord, reference)
    browser = concord.browser(*RAISER)
    assert path_of(reference) not in text_of(browser.get(f"/cases/{reference}"))
    page = text_of(browser.get(path_of(reference)))
    assert "This case has ended" in page
    assert "Confirm and send" not in page
    answer = post_form(browser, path_of(reference), {}, page="/raise")
    assert answer.status_code == 403
    assert started_by_messages(concord) == []
