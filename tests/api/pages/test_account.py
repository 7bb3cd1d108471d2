from tests.support.app import PASSWORD, post_form

NEW_PASSWORD = "a longer password 7"


def test_the_name_in_the_header_leads_to_the_account(concord):
    browser = concord.browser("practitioner", "reading-school")
    assert 'href="/account"' in browser.get("/inbox").text
    page = browser.get("/account").text
    assert "practitioner@reading-school.example" in page
    assert "Practitioner, Reading School" in page


def test_other_sessions_are_ended_from_the_account(concord):
    here = concord.browser("practitioner", "reading-school")
    elsewhere = concord.browser("practitioner", "reading-school")
    for words in ("You are logged out everywhere else.", "You were not logged in anywhere else."):
        answer = post_form(here, "/account/sessions/end", {"next": "/account"}, page="/account")
        assert answer.headers["Location"] == "/account"
        assert words in here.get("/account").text
        assert elsewhere.get("/inbox").status_code == 302


def test_the_password_is_changed_on_a_page_of_ours(concord):
    browser = concord.browser("practitioner", "reading-school")
    assert "Change your password – Concord" in browser.get("/change").text
    wrong = {"password": "wrong", "new_password": "short", "new_password_confirm": "other"}
    refused = post_form(browser, "/change", wrong, page="/change")
    assert "There is a problem" in refused.text
    assert refused.text.count("govuk-error-message") == 1
    right = {
        "password": PASSWORD,
        "new_password": NEW_PASSWORD,
        "new_password_confirm": NEW_PASSWORD,
    }
    changed = post_form(browser, "/change", right, page="/change")
    assert changed.headers["Location"] == "/account"
    assert "Your password is changed." in browser.get("/account").text


def test_no_page_of_the_log_in_library_is_left_without_a_template_of_ours(concord):
    reachable = {
        str(rule)
        for rule in concord.app.url_map.iter_rules()
        if rule.endpoint.startswith("security.")
    }
    assert reachable == {"/login", "/logout", "/change"}
