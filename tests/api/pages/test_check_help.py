"""The pages about the checks."""

from engine.definitions.checks import CHECKS

SCHOOL = ("practitioner", "reading-school")


def test_every_check_has_a_page_that_the_overview_leads_to(concord):
    browser = concord.browser(*SCHOOL)
    overview = browser.get("/procedures/checks").text
    for name in [*(check.NAME for check in CHECKS), "engine-reading", "people-in-the-directory"]:
        assert f'href="/procedures/checks/{name}"' in overview
        page = browser.get(f"/procedures/checks/{name}")
        assert page.status_code == 200
        assert page.text.count("<h1") == 1
        assert "What to do" in page.text


def test_examples_of_files_are_shown_as_they_are(concord):
    page = concord.browser(*SCHOOL).get("/procedures/checks/readable-file").text
    assert "&lt;!DOCTYPE bpmn:definitions" in page
    assert 'tabindex="0"' in page


def test_other_names_are_not_found(concord):
    browser = concord.browser(*SCHOOL)
    for name in ("nothing", "..", "%2e%2e%2fREADME", "timers.md"):
        assert browser.get(f"/procedures/checks/{name}").status_code == 404


def test_who_is_not_logged_in_sees_no_page(concord):
    assert concord.browser().get("/procedures/checks").status_code in {302, 401}
