from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from api.app import create_app
from tests.support.app import ApiClient

PERSON = ("practitioner", "reading-school")


def shown(answer):
    return datetime.fromisoformat(answer.json["now"])


def test_the_clock_moves_by_a_span(concord):
    api = concord.api(*PERSON)
    before = shown(api.get("/demo/clock"))
    after = shown(api.put("/demo/clock", {"advance": "PT24H"}))
    assert timedelta(hours=24) <= after - before < timedelta(hours=24, minutes=1)


def test_the_clock_moves_to_an_instant_and_what_is_due_happens(concord):
    reference = concord.raise_case().reference
    api = concord.api(*PERSON)
    due_at = api.get(f"/cases/{reference}").json["status"]["until"]
    moved = api.put("/demo/clock", {"now": due_at})
    assert moved.status_code == 200
    assert shown(moved) >= datetime.fromisoformat(due_at)
    kinds = [entry["kind"] for entry in api.get(f"/cases/{reference}/history").json["items"]]
    assert "timer_fired" in kinds


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"now": "2027-01-01T00:00:00"},
        {"now": "2020-01-01T00:00:00Z"},
        {"advance": "yesterday"},
        {"advance": "-PT1H"},
        {"advance": "P"},
        {"advance": "PT"},
        {"advance": "P99999D"},
        {"advance": 24},
        {"advance": "PT1H", "now": "2030-01-01T00:00:00Z"},
    ],
)
def test_other_moves_are_refused(concord, body):
    assert concord.api(*PERSON).put("/demo/clock", body).status_code == 422


def test_outside_demo_mode_there_is_no_clock(concord):
    token = concord.api(*PERSON).token
    app = create_app(replace(concord.engine.settings, demo=False))
    api = ApiClient(app.test_client(), token)
    assert api.get("/demo/clock").status_code == 404
    assert api.put("/demo/clock", {"advance": "PT1H"}).status_code == 404
