"""Text that comes after the session has ended waits until the person is back."""

import pytest

from api.kept_text import MOST_TEXTS
from engine.runtime.user_tasks import complete_user_task
from tests.support.app import post_form

SCHOOL = "practitioner@reading-school.example"
SENT_FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
NO_SUCH_TASK = "00000000-0000-4000-8000-{:012d}"


def typed(text, **fields):
    return {"concern_summary": text, "csrf_token": "old", **fields}


def send_without_session(browser, task_id, text, **fields):
    path = f"/tasks/{task_id}"
    answer = browser.post(path, data=typed(text, **fields), headers=SENT_FROM_HERE)
    assert answer.headers["Location"] == f"/login?next={path}"


def log_in(browser, email=SCHOOL):
    assert post_form(browser, "/demo/login", {"email": email}).status_code == 302


@pytest.fixture
def tasks(concord):
    return [concord.start_case().user_task_id for _ in range(2)]


def test_the_texts_of_two_tabs_are_both_kept(concord, tasks):
    browser = concord.browser()
    for number, task in enumerate(tasks):
        send_without_session(browser, task, f"Typed into tab {number}")
    log_in(browser)
    for number, task in enumerate(tasks):
        page = browser.get(f"/tasks/{task}").text
        assert f"Typed into tab {number}" in page
        assert f'href="/tasks/{tasks[1 - number]}"' in page
    inbox = browser.get("/inbox").text
    assert all(f'notification-banner__link" href="/tasks/{task}"' in inbox for task in tasks)


def test_two_texts_for_the_same_step_are_both_shown(concord, tasks):
    browser = concord.browser()
    send_without_session(browser, tasks[0], "Typed first")
    send_without_session(browser, tasks[0], "Typed second")
    log_in(browser)
    page = browser.get(f"/tasks/{tasks[0]}").text
    assert page.index("Typed second") < page.index("Typed before you were logged out")
    assert "Typed first" in page


def test_a_second_click_keeps_the_same_text_once(concord, tasks):
    browser = concord.browser()
    for key in ("one", "two"):
        send_without_session(browser, tasks[0], "Typed once", idempotency_key=key)
    log_in(browser)
    assert browser.get(f"/tasks/{tasks[0]}").text.count("Typed once") == 1


def test_only_beyond_the_bound_the_oldest_text_goes(concord, tasks):
    browser = concord.browser()
    for number in range(MOST_TEXTS + 1):
        send_without_session(browser, tasks[0], f"Typed as number {number}.")
    log_in(browser)
    page = browser.get(f"/tasks/{tasks[0]}").text
    assert "number 0." not in page
    assert all(f"number {number}." in page for number in range(1, MOST_TEXTS + 1))


def test_a_text_that_is_saved_waits_no_longer_and_the_others_do(concord, tasks):
    browser = concord.browser()
    for text in ("Typed first", "Typed second"):
        send_without_session(browser, tasks[0], text)
    log_in(browser)
    page = f"/tasks/{tasks[0]}"
    kept_id = browser.get(page).text.split('name="kept_id" value="')[1][:32]
    fields = {"kept_id": kept_id, "concern_summary": "Typed second", "save": "yes"}
    assert post_form(browser, page, fields, page=page).status_code == 302
    again = browser.get(page).text
    assert "Typed first" in again
    assert "Typed before you were logged out" not in again
    assert "Typed second" not in again


def test_a_form_that_is_shown_again_with_errors_still_knows_its_text(concord, tasks):
    browser = concord.browser()
    send_without_session(browser, tasks[0], "Typed")
    log_in(browser)
    page = f"/tasks/{tasks[0]}"
    kept_id = browser.get(page).text.split('name="kept_id" value="')[1][:32]
    answer = post_form(browser, page, {"kept_id": kept_id}, page=page)
    assert answer.status_code == 422
    assert f'name="kept_id" value="{kept_id}"' in answer.text


def test_a_text_for_a_step_that_closed_meanwhile_can_be_copied_and_removed(concord, tasks):
    school, browser = concord.actor("practitioner", "reading-school"), concord.browser()
    send_without_session(browser, tasks[0], "Typed too late")
    answers = concord.answers_to(school, tasks[0], immediate_harm="no")
    complete_user_task(concord.engine, school, tasks[0], answers)
    log_in(browser)
    page = f"/tasks/{tasks[0]}"
    closed = browser.get(page).text
    assert "Typed too late" in closed
    assert "has been kept with the case" not in closed
    kept_id = closed.split('name="kept_id" value="')[1][:32]
    removal = {"kept_id": kept_id, "next": page}
    assert post_form(browser, "/unsent/remove", removal, page=page).headers["Location"] == page
    assert "Typed too late" not in browser.get(page).text


def test_what_a_colleague_typed_on_the_same_computer_is_neither_shown_nor_removed(concord, tasks):
    writer = concord.actor("practitioner", "reading-school").person_id
    browser = concord.browser()
    send_without_session(browser, tasks[0], "Typed by the school", writer=str(writer))
    log_in(browser, "practitioner@reading-council.example")
    assert "Typed by the school" not in browser.get(f"/tasks/{tasks[0]}").text
    assert "You had been logged out" not in browser.get("/inbox").text
    log_in(browser)
    assert "Typed by the school" in browser.get(f"/tasks/{tasks[0]}").text


def test_texts_for_what_is_not_there_are_not_pointed_to(concord):
    browser = concord.browser()
    send_without_session(browser, NO_SUCH_TASK.format(7), "Typed into nothing")
    log_in(browser)
    assert "You had been logged out" not in browser.get("/inbox").text


@pytest.mark.parametrize("path", ["/raise", "/change", "/account/sessions/end", "/unsent/remove"])
def test_other_forms_are_not_kept_least_of_all_a_password(concord, path):
    browser = concord.browser()
    browser.post(path, data={"password": "secret", "area": "reading"}, headers=SENT_FROM_HERE)
    with browser.session_transaction() as session:
        assert "secret" not in str(dict(session))
        assert "kept_texts" not in session


def test_an_address_that_only_takes_forms_leads_back_to_the_inbox(concord, tasks):
    answer = concord.browser().post(f"/tasks/{tasks[0]}/claim", headers=SENT_FROM_HERE)
    assert answer.headers["Location"] == "/login?next=/inbox"


AUTOSAVE = {"Accept": "application/json", **SENT_FROM_HERE}


def test_an_autosave_without_session_is_told_so_and_not_kept_as_a_form(concord, tasks):
    browser = concord.browser()
    answer = browser.post(f"/tasks/{tasks[0]}/draft", data=typed("Half a"), headers=AUTOSAVE)
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert "Location" not in answer.headers
    log_in(browser)
    assert "Half a" not in browser.get(f"/tasks/{tasks[0]}").text
    assert browser.get(f"/tasks/{tasks[0]}/draft").status_code == 405


def test_an_autosave_from_before_the_log_in_says_what_to_do_as_json(concord, tasks):
    browser = concord.browser("practitioner", "reading-school")
    answer = browser.post(f"/tasks/{tasks[0]}/draft", data=typed("Half a"), headers=AUTOSAVE)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert "save or send it" in answer.json["detail"]


def test_the_reason_of_an_act_waits_and_the_act_is_not_done_meanwhile(concord):
    concord.raise_case()
    administrator = ("administrator", "berkshire-partnership")
    asking = concord.browser(*administrator)
    instances = asking.get("/operations/instances").text
    instance = instances.split('href="/operations/instances/')[1][:36]
    fields = {"instance": instance, "answer-clock": "runs_on", "total": "1", "confirmed": "yes"}
    browser, path = concord.browser(), "/operations/acts/suspend"
    sent = {**fields, "reason": "The agencies asked for time."}
    answer = browser.post(path, data=sent, headers=SENT_FROM_HERE)
    assert answer.headers["Location"] == f"/login?next={path}"
    log_in(browser, "{}@{}.example".format(*administrator))
    assert f'notification-banner__link" href="{path}"' in browser.get("/inbox").text
    page = browser.get(path)
    assert page.status_code == 200
    assert "Here is what you typed; nothing has been sent yet." in page.text
    assert "The agencies asked for time.</textarea>" in page.text
    assert "On hold" not in asking.get(f"/operations/instances/{instance}").text
    kept = page.text.split('name="kept_id" value="')[1][:32]
    done = post_form(browser, path, {**sent, "kept_id": kept}, page="/inbox")
    assert done.status_code == 302, done.text
    assert "The agencies asked for time." not in browser.get("/inbox").text
    assert path not in browser.get("/inbox").text


def test_what_was_typed_into_the_questions_of_an_act_waits_too(concord):
    concord.raise_case()
    administrator = ("administrator", "berkshire-partnership")
    instances = concord.browser(*administrator).get("/operations/instances").text
    instance = instances.split('href="/operations/instances/')[1][:36]
    browser, path = concord.browser(), "/operations/acts/suspend"
    browser.post(path, data={"instance": instance, "answer-page": "first"}, headers=SENT_FROM_HERE)
    log_in(browser, "{}@{}.example".format(*administrator))
    page = browser.get(path).text
    assert "nothing has been sent yet" in page
    assert f'name="instance" value="{instance}"' in page
