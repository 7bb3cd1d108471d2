import re
from datetime import timedelta

import pytest

from api.throttle import FIRST_WAIT, FREE_PER_ACCOUNT, FREE_PER_ADDRESS, LONGEST_WAIT, LogInThrottle
from tests.support.app import PASSWORD, csrf_token, post_form
from tests.support.clock import FakeClock

EMAIL = "practitioner@reading-school.example"
NEW_PASSWORD = "a longer password 7"


def log_in(browser, password=PASSWORD, email=EMAIL, **fields):
    return post_form(browser, "/login", {"email": email, "password": password, **fields})


def errors_in(text):
    """Return what the error summary of a page lists."""
    listed = re.search(r"govuk-error-summary__list.*?</ul>", text, re.DOTALL)
    return re.findall(r"<a href=\"#\w+\">(.*?)</a>", listed[0]) if listed else []


def test_the_right_password_lets_in(concord):
    browser = concord.browser()
    assert log_in(browser).status_code == 302
    assert browser.get("/inbox").status_code == 200


def test_capitals_in_the_address_do_not_matter(concord):
    assert log_in(concord.browser(), email=EMAIL.upper()).status_code == 302


def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(concord):
    wrong = log_in(concord.browser(), password="wrong")
    unknown = log_in(concord.browser(), email="nobody@reading-school.example")
    assert wrong.status_code == unknown.status_code == 200
    assert "Error:" in wrong.text
    for text in (wrong.text, unknown.text):
        assert errors_in(text) == ["The e-mail address or the password is not right"]


def test_what_is_missing_is_asked_for_and_counts_as_no_attempt(concord):
    browser = concord.browser()
    for _ in range(FREE_PER_ADDRESS + 1):
        empty = log_in(browser, email=" ", password="")
        assert errors_in(empty.text) == ["Enter your e-mail address", "Enter your password"]
    assert errors_in(log_in(browser, password="").text) == ["Enter your password"]
    assert log_in(browser).status_code == 302


def test_a_log_in_page_that_stood_open_for_too_long_is_shown_again_with_its_way_back(concord):
    browser = concord.browser()
    token = csrf_token(browser)
    browser.delete_cookie("session")
    sent = {"csrf_token": token, "email": EMAIL, "password": PASSWORD}
    answer = browser.post("/login?next=/cases", data=sent)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?next=/cases&stale=1"
    assert "You were not logged in" in browser.get(answer.headers["Location"]).text
    one_click = browser.post("/demo/login", data={"csrf_token": token, "email": EMAIL})
    assert one_click.headers["Location"] == "/login?stale=1"


def test_guessing_is_slowed_down_even_with_the_right_password(concord):
    browser = concord.browser()
    for _ in range(FREE_PER_ADDRESS):
        assert log_in(browser, password="wrong").status_code == 200
    refused = log_in(browser)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= FIRST_WAIT.total_seconds()


def test_each_further_attempt_waits_twice_as_long_up_to_a_limit(concord):
    clock = FakeClock()
    throttle = LogInThrottle(concord.engine, clock)
    for _ in range(FREE_PER_ADDRESS):
        assert not throttle.begin_attempt(EMAIL, "10.0.0.1")
    waits = []
    for _ in range(8):
        wait = throttle.begin_attempt(EMAIL, "10.0.0.1")
        waits.append(wait)
        clock.advance(wait)
        assert not throttle.begin_attempt(EMAIL, "10.0.0.1")
    assert waits[:3] == [FIRST_WAIT, FIRST_WAIT * 2, FIRST_WAIT * 4]
    assert waits[-1] == LONGEST_WAIT


def test_a_stranger_elsewhere_does_not_keep_a_colleague_out(concord):
    throttle = LogInThrottle(concord.engine, FakeClock())
    for _ in range(FREE_PER_ADDRESS + 1):
        throttle.begin_attempt(EMAIL, "10.0.0.1")
    assert throttle.begin_attempt(EMAIL, "10.0.0.1")
    assert not throttle.begin_attempt(EMAIL, "10.0.0.2")


def test_guessing_from_many_addresses_is_slowed_down_too(concord):
    throttle = LogInThrottle(concord.engine, FakeClock())
    for number in range(FREE_PER_ACCOUNT):
        assert not throttle.begin_attempt(EMAIL, f"10.0.0.{number}")
    assert throttle.begin_attempt(EMAIL, "10.0.1.1")


def test_a_log_in_forgets_the_attempts(concord):
    throttle = LogInThrottle(concord.engine, FakeClock())
    for _ in range(FREE_PER_ADDRESS):
        throttle.begin_attempt(EMAIL, "10.0.0.1")
    throttle.succeed(EMAIL, "10.0.0.1")
    assert not throttle.begin_attempt(EMAIL, "10.0.0.1")


def test_a_day_later_the_attempts_are_forgotten(concord):
    clock = FakeClock()
    throttle = LogInThrottle(concord.engine, clock)
    for _ in range(FREE_PER_ADDRESS):
        throttle.begin_attempt(EMAIL, "10.0.0.1")
    clock.advance(timedelta(days=1))
    for _ in range(FREE_PER_ADDRESS):
        assert not throttle.begin_attempt(EMAIL, "10.0.0.1")


def test_no_cookie_remembers_a_person_beyond_the_session(concord):
    browser = concord.browser()
    log_in(browser, remember="y")
    assert browser.get_cookie("remember_token") is None


def test_log_in_goes_on_to_a_page_of_this_site_only(concord):
    query = {"email": EMAIL, "next": "https://evil.example/"}
    answer = post_form(concord.browser(), "/demo/login", query)
    assert answer.headers["Location"] == "/"
    query = {"email": EMAIL, "next": "/inbox?mine=true"}
    answer = post_form(concord.browser(), "/demo/login", query)
    assert answer.headers["Location"] == "/inbox?mine=true"


def test_a_page_asks_to_log_in_and_leads_back(concord):
    answer = concord.browser().get("/inbox")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?next=/inbox"


def test_a_changed_password_ends_every_other_session(concord):
    here, elsewhere = concord.browser(), concord.browser()
    log_in(here)
    log_in(elsewhere)
    passwords = {
        "password": PASSWORD,
        "new_password": NEW_PASSWORD,
        "new_password_confirm": NEW_PASSWORD,
    }
    assert post_form(here, "/change", passwords, page="/inbox").status_code == 302
    assert here.get("/inbox").status_code == 200
    assert elsewhere.get("/inbox").status_code == 302
    assert log_in(concord.browser(), password=NEW_PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"password": "wrong"}, "This is not your password"),
        ({"password": ""}, "Enter the password"),
        ({"new_password": "short"}, "The new password must be 12 characters or more"),
        ({"new_password_confirm": "x" * 12}, "The new password must be the same twice"),
        ({"new_password": PASSWORD}, "The new password must be a different one"),
    ],
)
def test_what_is_wrong_with_a_new_password_is_said_in_plain_words(concord, changed, words):
    browser = concord.browser("practitioner", "reading-school")
    fields = {"password": PASSWORD, "new_password": NEW_PASSWORD, **changed}
    fields = {"new_password_confirm": fields["new_password"], **fields}
    answer = post_form(browser, "/change", fields, page="/change")
    assert errors_in(answer.text) == [words]


def test_guessing_is_slowed_down_also_where_a_password_is_changed(concord):
    browser = concord.browser("practitioner", "reading-school")
    for right in (True, False):
        new = NEW_PASSWORD if right else PASSWORD
        passwords = {"new_password": new, "new_password_confirm": new}
        for _ in range(FREE_PER_ADDRESS - 1):
            guess = post_form(browser, "/change", {"password": "x", **passwords}, page="/change")
            assert guess.status_code == 200
        if right:
            known = {"password": PASSWORD, **passwords}
            assert post_form(browser, "/change", known, page="/change").status_code == 302
    post_form(browser, "/change", {"password": "x", **passwords}, page="/change")
    known = {"password": NEW_PASSWORD, **passwords}
    assert post_form(browser, "/change", known, page="/change").status_code == 429


def test_flask_securitys_own_tokens_open_nothing(concord):
    browser = concord.browser()
    answer = log_in(browser, include_auth_token="1")
    assert "authentication_token" not in answer.text
    with concord.app.test_request_context():
        account = concord.app.extensions["security"].datastore.find_user(email=EMAIL)
        token = account.get_auth_token()
    stranger = concord.browser()
    assert stranger.get("/inbox", headers={"Authentication-Token": token}).status_code == 302
    assert stranger.get("/v1/cases", headers={"Authentication-Token": token}).status_code == 401
