"""Each kind of operation through the API: done with what it does, and refused with the reason."""

import shutil
from dataclasses import replace
from datetime import datetime

import pytest

from api.app import create_app
from api.extensions import engine_of
from engine.operations.kinds import KINDS
from tests.support.acting_house import House
from tests.support.app import SETTINGS, ConcordApp
from tests.support.each_act import ACTS
from tests.support.engine import OFFICE

WHY = {"reason": "The procedure is being put right."}


@pytest.fixture(scope="module")
def house(prepared_database, tmp_path_factory):
    """Return one app for all kinds: each acts on a case of its own."""
    path = tmp_path_factory.mktemp("acts") / "concord.db"
    shutil.copy(prepared_database, path)
    app = create_app(replace(SETTINGS, database_url=f"sqlite:///{path}"))
    yield House(ConcordApp(app))
    engine_of(app).database.engine.dispose()


@pytest.fixture(scope="module")
def api(house):
    return house.concord.api("administrator", OFFICE)


@pytest.fixture(scope="module")
def office(house):
    return house.concord.browser("administrator", OFFICE)


def body_for(act, place, *, is_refused=False):
    given = act.given(place, is_refused=is_refused)
    answers = {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in given.items()
    }
    return {"kind": act.kind, "process_instance_ids": [str(place.instance_id)], "answers": answers}


def test_no_kind_is_left_out():
    assert {act.kind for act in ACTS} == {kind.key for kind in KINDS}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.kind)
def test_it_is_previewed_done_and_logged(house, api, office, act):
    place = act.done_in(house)
    body, revision = body_for(act, place), place.instance.revision
    (preview,) = api.post("/operations", {**body, "preview": True}).json["previews"]
    assert preview["effect"] is not None, preview["outcome"]
    assert act.outcome in preview["outcome"]
    assert place.instance.revision == revision
    assert not act.comes_to(place)
    asked = api.post("/operations", {**body, **WHY})
    assert (asked.status_code, asked.json["operation"]["counts"]) == (201, {"done": 1})
    assert act.comes_to(place)
    shown = api.get(f"/operations/{asked.json['operation']['id']}").json
    assert act.outcome in shown["items"][0]["outcome"]
    assert shown["operation"]["reason"] == WHY["reason"]
    page = office.get(f"/operations/instances/{place.instance_id}")
    assert f"/operations/log/{asked.json['operation']['id']}" in page.text


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.kind)
def test_it_is_refused_with_the_reason_and_nothing_changes(house, api, act):
    place = act.refused_in(house)
    body, revision = body_for(act, place, is_refused=True), place.instance.revision
    (preview,) = api.post("/operations", {**body, "preview": True}).json["previews"]
    assert preview["effect"] is None
    assert act.why in preview["outcome"]
    asked = api.post("/operations", {**body, **WHY}).json["operation"]
    assert asked["counts"] == {"refused": 1}
    item = api.get(f"/operations/{asked['id']}").json["items"][0]
    assert act.why in item["outcome"]
    assert not item["can_undo"]
    assert place.instance.revision == revision
