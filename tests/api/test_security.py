from dataclasses import replace

from api.app import create_app
from tests.support.app import SETTINGS, csrf_token, post_form

SENT_FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
FORM = {"concern_summary": "What I wrote for half an hour", "csrf_token": "old"}


def test_pages_carry_a_strict_content_policy(concord):
    policy = concord.browser().get("/login").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_answers_are_not_stored_on_shared_computers(concord):
    browser = concord.browser("practitioner", "reading-school")
    api = concord.api("practitioner", "reading-school")
    for answer in (browser.get("/inbox"), api.get("/cases"), browser.get("/nothing-here")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_on_http_the_cookie_is_kept_from_scripts_and_other_sites(concord):
    cookie = concord.browser().get("/login").headers["Set-Cookie"]
    assert cookie.startswith("session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie


def test_on_https_the_cookie_is_bound_to_the_host_and_hsts_is_on(concord):
    settings = replace(concord.engine.settings, base_url="https://concord.example")
    answer = create_app(settings).test_client().get("/login", base_url="https://concord.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_on_http_there_is_no_hsts(concord):
    assert "Strict-Transport-Security" not in concord.browser().get("/login").headers


def test_a_form_without_its_token_is_refused(concord):
    browser = concord.browser("practitioner", "reading-school")
    answer = browser.post("/raise", data={"area": "reading"})
    assert answer.status_code == 400
    assert "BRK-" not in answer.text


def test_another_sites_form_cannot_log_somebody_in(concord):
    browser = concord.browser()
    answer = browser.post("/demo/login", data={"email": "practitioner@reading-school.example"})
    assert answer.headers["Location"] == "/login?stale=1"
    assert browser.get("/inbox").status_code == 302


def test_text_sent_after_the_session_ended_is_there_after_logging_in(concord):
    task = concord.start_case().user_task_id
    browser = concord.browser()
    answer = browser.post(f"/tasks/{task}", data=FORM, headers=SENT_FROM_HERE)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/login?next=/tasks/{task}"
    post_form(browser, "/demo/login", {"email": "practitioner@reading-school.example"})
    assert "What I wrote for half an hour" in browser.get(f"/tasks/{task}").text


def test_another_site_cannot_put_words_into_somebodys_form(concord):
    task = concord.start_case().user_task_id
    browser = concord.browser()
    browser.post(f"/tasks/{task}", data=FORM, headers={"Sec-Fetch-Site": "cross-site"})
    post_form(browser, "/demo/login", {"email": "practitioner@reading-school.example"})
    assert "What I wrote" not in browser.get(f"/tasks/{task}").text


def test_outside_demo_mode_nobody_logs_in_with_one_click(concord):
    app = create_app(replace(concord.engine.settings, demo=False))
    browser = app.test_client()
    form = {"csrf_token": csrf_token(browser), "email": "practitioner@reading-school.example"}
    assert browser.post("/demo/login", data=form).status_code == 404
    assert "practitioner@" not in browser.get("/login").text


def test_in_demo_mode_one_click_lets_in_demonstration_people_only(concord):
    assert SETTINGS.demo
    for email in ("nobody@reading-school.example", "somebody@council.gov.uk", ""):
        assert post_form(concord.browser(), "/demo/login", {"email": email}).status_code == 404


def test_too_many_requests_are_refused_but_danger_is_not(concord):
    practitioner = concord.api("practitioner", "reading-school")
    statuses = {practitioner.get("/demo/clock").status_code for _ in range(1201)}
    assert statuses == {200, 429}
    case = concord.start_case()
    alert = practitioner.post(f"/cases/{case.reference}/messages", {"name": "ImmediateDanger"})
    assert alert.status_code == 201
