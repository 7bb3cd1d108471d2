import re

from tests.support.app import PASSWORD, post_form

ADDRESS = re.compile(
    r'class="concord-address"[^>]*>https?://[^/<]+(/calendar/[A-Za-z0-9_-]{43}\.ics)<'
)
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


def test_the_account_says_since_when_each_role_is_held(concord):
    page = concord.browser("practitioner", "reading-school").get("/account").text
    assert re.search(r"Practitioner, Reading School\s*<span[^>]*>since \w{3} \d", page)
    assert "Nobody stands in for you now." in page


def test_choices_are_saved_and_shown_again(concord):
    browser = concord.browser("practitioner", "reading-school")
    saved = post_form(browser, "/account", {"telephone": " 0118 496  0777 "}, page="/account")
    assert saved.headers["Location"] == "/account"
    page = browser.get("/account").text
    assert "Your choices are saved." in page
    assert 'value="0118 496 0777"' in page
    assert "checked" not in page
    chosen = {"telephone": "", "gets_digest": "yes"}
    post_form(browser, "/account", chosen, page="/account")
    page = browser.get("/account").text
    assert "0118 496 0777" not in page
    assert "checked" in page


def test_a_wrong_telephone_is_said_at_its_field_and_what_was_typed_stays(concord):
    browser = concord.browser("practitioner", "reading-school")
    refused = post_form(
        browser, "/account", {"telephone": 'ask <b>"me"</b>', "gets_digest": "yes"}, page="/account"
    )
    assert refused.status_code == 422
    assert "<title>Error: Your account – Concord</title>" in refused.text
    assert '<a href="#telephone">Enter a telephone number' in refused.text
    assert refused.text.count("govuk-error-message") == 1
    assert "ask &lt;b&gt;" in refused.text
    assert "checked" in refused.text


def test_the_calendars_address_is_shown_once(concord):
    browser = concord.browser("practitioner", "reading-school")
    assert "It is switched off." in browser.get("/account/calendar").text
    made = post_form(browser, "/account/calendar", {}, page="/account")
    assert made.headers["Location"] == "/account/calendar"
    (address,) = ADDRESS.findall(browser.get("/account/calendar").text)
    page = browser.get("/account/calendar").text
    assert ADDRESS.findall(page) == []
    assert "Make a new address" in page
    assert "Change your calendar feed" in browser.get("/account").text
    assert concord.browser().get(address).status_code == 200


def test_a_new_address_or_none_ends_the_old_one(concord):
    browser, reader = concord.browser("practitioner", "reading-school"), concord.browser()

    def make():
        post_form(browser, "/account/calendar", {}, page="/account")
        return ADDRESS.findall(browser.get("/account/calendar").text)[0]

    first, second = make(), make()
    assert [reader.get(address).status_code for address in (first, second)] == [404, 200]
    post_form(browser, "/account/calendar/off", {}, page="/account/calendar")
    page = browser.get("/account/calendar").text
    assert "Your calendar feed is switched off." in page
    assert "Switch it off" not in page
    assert reader.get(second).status_code == 404


def test_the_account_says_where_else_one_is_logged_in(concord):
    here = concord.browser("practitioner", "reading-school")
    assert "You are logged in only here." in here.get("/account").text
    concord.browser("practitioner", "reading-school")
    concord.browser("line-manager", "reading-school")
    assert "You are also logged in at 1 other place" in here.get("/account").text
