"""The person's own account over the JSON API."""

import pytest
from icalendar import Calendar

PERSON = ("practitioner", "reading-school")


def test_it_says_who_one_is(concord):
    account = concord.api(*PERSON).get("/account").json
    assert account["email"] == "practitioner@reading-school.example"
    (role,) = account["roles"]
    assert (role["role"], role["agency_key"], role["until"]) == (*PERSON, None)
    assert role["deputy_for"] is None


def test_preferences_are_replaced_as_a_whole(concord):
    api = concord.api(*PERSON)
    chosen = {"telephone": "0118 496 0777", "gets_digest": False}
    assert api.put("/account/preferences", chosen).json == chosen
    assert api.get("/account/preferences").json == chosen
    none = {"telephone": None, "gets_digest": True}
    assert api.put("/account/preferences", none).json == none


@pytest.mark.parametrize(
    "body",
    [
        {"telephone": "0118 496 0777"},
        {"telephone": "nobody", "gets_digest": True},
        {"telephone": "\0", "gets_digest": True},
        {"telephone": None, "gets_digest": "yes"},
        {"telephone": None, "gets_digest": True, "email": "x@y.example"},
    ],
)
def test_wrong_preferences_are_refused(concord, body):
    api = concord.api(*PERSON)
    before = api.get("/account/preferences").json
    assert api.put("/account/preferences", body).status_code == 422
    assert api.get("/account/preferences").json == before


def test_a_calendar_feed_is_made_replaced_and_switched_off(concord):
    api, reader = concord.api(*PERSON), concord.browser()
    assert api.get("/account/calendar").json == {"is_on": False}
    first, second = (api.post("/account/calendar") for _ in range(2))
    assert first.status_code == 201
    paths = [made.json["address"].partition("://")[2].partition("/")[2] for made in (first, second)]
    assert [reader.get(f"/{path}").status_code for path in paths] == [404, 200]
    assert Calendar.from_ical(reader.get(f"/{paths[1]}").data).walk("VEVENT") == []
    assert api.get("/account/calendar").json == {"is_on": True}
    assert api.send("DELETE", "/account/calendar").status_code == 204
    assert reader.get(f"/{paths[1]}").status_code == 404


def test_a_token_that_may_only_read_makes_no_address(concord):
    reader = concord.api(*PERSON, scopes=("read",))
    assert reader.post("/account/calendar").status_code == 403
