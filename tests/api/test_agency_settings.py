"""An agency's settings, over the API and on their page."""

import pytest

from tests.support.app import post_form

SCHOOL = "reading-school"
PATH = f"/agencies/{SCHOOL}/settings"
BODY = {
    "telephone": "0118 496 0000",
    "out_of_hours": "Ring the duty team.",
    "quiet_from": "18:00",
    "quiet_until": "7:30",
    "quiet_at_weekends": True,
}


def test_a_safeguarding_lead_replaces_them_by_api(concord):
    lead = concord.api("safeguarding-lead", SCHOOL)
    changed = lead.put(PATH, BODY)
    assert changed.status_code == 200
    assert changed.json == {
        **BODY,
        "quiet_until": "07:30",
        "agency_key": SCHOOL,
        "agency_name": "Reading School",
    }
    assert lead.get(PATH).json == changed.json
    nothing = dict.fromkeys(BODY) | {"quiet_at_weekends": False}
    assert lead.put(PATH, nothing).json["telephone"] is None


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"quiet_until": None}, 422, "input_refused"),
        ({"quiet_from": "late"}, 422, "input_refused"),
        ({"telephone": "nobody"}, 422, "input_refused"),
        ({"quiet_at_weekends": "yes"}, 422, "unprocessable_entity"),
        ({"colour": "blue"}, 422, "unprocessable_entity"),
    ],
)
def test_what_cannot_be_used_is_refused_and_changes_nothing(concord, change, status, code):
    lead = concord.api("safeguarding-lead", SCHOOL)
    before = lead.get(PATH).json
    refused = lead.put(PATH, BODY | change)
    assert (refused.status_code, refused.json["code"]) == (status, code)
    assert lead.get(PATH).json == before


def test_they_are_for_those_who_look_after_the_agency(concord):
    manager = concord.api("line-manager", SCHOOL)
    assert (manager.get(PATH).status_code, manager.put(PATH, BODY).status_code) == (403, 403)
    office = concord.api("administrator", "berkshire-partnership")
    assert office.put(PATH, BODY).status_code == 200
    assert office.get("/agencies/nowhere/settings").status_code == 404


def test_the_page_saves_and_says_so(concord):
    lead = concord.browser("safeguarding-lead", SCHOOL)
    saved = post_form(lead, PATH, BODY | {"quiet_at_weekends": "yes"}, page=PATH)
    assert saved.status_code == 302
    page = lead.get(PATH).get_data(as_text=True)
    assert "The settings of the agency are saved." in page
    assert 'value="07:30"' in page
    assert "Ring the duty team." in page


def test_the_page_says_what_is_wrong_at_its_field_and_keeps_what_was_typed(concord):
    lead = concord.browser("safeguarding-lead", SCHOOL)
    answer = post_form(lead, PATH, BODY | {"quiet_until": "late"}, page=PATH)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "<title>Error: " in page
    assert 'href="#quiet_until"' in page
    assert "Enter a time of day, like 18:00" in page
    assert 'value="late"' in page
    assert concord.api("safeguarding-lead", SCHOOL).get(PATH).json["quiet_until"] != "late"


def test_the_page_is_closed_to_others(concord):
    assert concord.browser("line-manager", SCHOOL).get(PATH).status_code == 403
    assert concord.browser().get(PATH).status_code == 302


@pytest.mark.parametrize(
    ("role", "is_there"), [("safeguarding-lead", True), ("practitioner", False)]
)
def test_the_contacts_lead_there_for_those_who_may(concord, role, is_there):
    page = concord.browser(role, SCHOOL).get(f"/contacts?agency={SCHOOL}").get_data(as_text=True)
    assert (f'href="{PATH}"' in page) == is_there
