"""Migration on its page and by the API: plan, dry run, act."""

import pytest
from sqlalchemy import select

from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.operations import Operation
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE
from tests.support.app import post_form
from tests.support.engine import OFFICE

PAGE = "/operations/migration"


@pytest.fixture
def versions(concord):
    api = concord.api("administrator", OFFICE)
    listed = api.get("/process-definitions?key=berkshire_escalation").json["items"]
    ids = {row["edition"]: row["id"] for row in listed}
    return ids["2024-05-24"], ids["2026-03-25"]


@pytest.fixture
def standing(concord, versions):
    """A case that waits for the practitioners, and from which version to which it could go."""
    concord.raise_case()
    with concord.engine.open_reading() as work:
        (row,) = work.session.scalars(select(ProcessInstance)).all()
    here = row.process_definition_id
    return row.id, here, next(one for one in versions if one != here)


def page_of(concord, query):
    answer = concord.browser("administrator", OFFICE).get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def version_of(concord, instance_id):
    with concord.engine.open_reading() as work:
        return work.session.get_one(ProcessInstance, instance_id).process_definition_id


def test_it_asks_for_two_versions(concord, versions):
    assert "Show the plan" in page_of(concord, "")
    assert "two different versions" in page_of(concord, f"old={versions[0]}&new={versions[0]}")


def test_the_plan_stands_over_both_diagrams_and_each_case_is_tried(concord, standing):
    instance_id, old, new = standing
    page = page_of(concord, f"old={old}&new={new}")
    assert page.count("<h1") == 1
    assert "bpmn-userTask is-changed" in page
    assert "Goes; look at it" in page
    assert f'value="{instance_id}" checked' in page
    assert "All stay as they are" in page
    assert version_of(concord, instance_id) == old


def test_the_other_way_round_no_case_runs(concord, standing):
    _, old, new = standing
    assert "No case runs in version" in page_of(concord, f"old={new}&new={old}")


def test_the_chosen_case_goes_on_in_the_other_version(concord, standing):
    instance_id, old, new = standing
    browser = concord.browser("administrator", OFFICE)
    sent = {"old": old, "new": new, "instance": str(instance_id), "reason": "It was asked for."}
    answer = post_form(browser, PAGE, sent)
    assert answer.status_code == 302
    with concord.engine.open_reading() as work:
        operation = work.session.scalars(select(Operation)).one()
    assert answer.location.endswith(f"/operations/log/{operation.id}")
    assert version_of(concord, instance_id) == new


def test_all_of_a_version_go(concord, standing):
    instance_id, old, new = standing
    browser = concord.browser("administrator", OFFICE)
    sent = {"old": old, "new": new, "all": "yes", "reason": "It was asked for."}
    assert post_form(browser, PAGE, sent).status_code == 302
    assert version_of(concord, instance_id) == new


@pytest.fixture
def last_stage(concord, standing):
    """The case stands where it should finish on the version with which it began."""
    with concord.engine.open_unit_of_work() as work:
        work.session.scalars(select(Case)).one().stage = "S4"
        work.commit()
    return standing


def test_a_case_at_the_last_stage_is_not_chosen_by_itself(concord, last_stage):
    instance_id, old, new = last_stage
    page = page_of(concord, f"old={old}&new={new}")
    assert "Should finish on its version" in page
    assert "S4-05" in page
    assert f'value="{instance_id}"' in page
    assert f'value="{instance_id}" checked' not in page
    shown = concord.api("administrator", OFFICE).get(
        f"/process-instances/{instance_id}/migration?to_version={new}"
    )
    assert (shown.json["can_go"], shown.json["should_finish"]) == (True, True)


@pytest.mark.parametrize(
    ("chosen", "goes"),
    [({"all": "yes"}, False), ({"all": "yes", "finishing": "yes"}, True), ({"instance": ""}, True)],
)
def test_it_goes_only_when_somebody_says_so(concord, last_stage, chosen, goes):
    instance_id, old, new = last_stage
    sent = {"old": old, "new": new, "reason": "It was asked for.", **chosen}
    if "instance" in sent:
        sent["instance"] = str(instance_id)
    answer = post_form(concord.browser("administrator", OFFICE), PAGE, sent)
    assert answer.status_code == (302 if goes else 422)
    assert (version_of(concord, instance_id) == new) == goes


def test_a_danger_alert_is_in_the_row_of_its_case(concord, standing):
    instance_id, old, new = standing
    with concord.engine.open_reading() as work:
        reference = work.session.scalars(select(Case.reference)).one()
    raiser = concord.actor("practitioner", "reading-school")
    send_message(concord.engine, raiser, reference, DANGER_MESSAGE)
    page = page_of(concord, f"old={old}&new={new}")
    assert page.count('name="instance"') == 1
    assert f'value="{instance_id}" checked' in page
    assert "Yes, with its danger alert" in page
    browser = concord.browser("administrator", OFFICE)
    sent = {"old": old, "new": new, "all": "yes", "reason": "It was asked for."}
    post_form(browser, PAGE, sent)
    with concord.engine.open_reading() as work:
        found = work.session.scalars(select(ProcessInstance.process_definition_id)).all()
        assert work.session.scalars(select(Operation)).one().total == 1
    assert found == [new, new]


@pytest.mark.parametrize(
    ("missing", "told"), [("reason", "Say why"), ("instance", "Choose at least one case")]
)
def test_a_reason_and_a_choice_are_needed(concord, standing, missing, told):
    instance_id, old, new = standing
    sent = {"old": old, "new": new, "instance": str(instance_id), "reason": "It was asked for."}
    del sent[missing]
    answer = post_form(concord.browser("administrator", OFFICE), PAGE, sent)
    assert answer.status_code == 422
    assert told in answer.get_data(as_text=True)
    assert version_of(concord, instance_id) == old


def test_it_is_for_administrators_alone(concord, versions):
    assert concord.browser("practitioner", "reading-school").get(PAGE).status_code in {403, 404}


def test_the_program_plans_tries_and_migrates(concord, standing):
    instance_id, old, new = standing
    api = concord.api("administrator", OFFICE)
    plan = api.get(f"/process-definitions/{old}/migration-plan?to_version={new}").json["items"]
    assert {step["verdict"] for step in plan} >= {"goes", "look"}
    path = f"/process-instances/{instance_id}/migration"
    tried = api.get(f"{path}?to_version={new}").json
    assert (tried["can_go"], tried["timers"]) == (True, [])
    assert version_of(concord, instance_id) == old
    body = {"to_version": new, "reason": "It was asked for."}
    done = api.post(path, body)
    assert (done.status_code, version_of(concord, instance_id)) == (200, new)
    again = api.post(path, body)
    assert (again.status_code, again.json["code"]) == (409, "operation_refused")
    assert "It follows this version already." in again.json["detail"]


def test_the_people_of_the_case_read_that_it_goes_on_in_another_version(concord, standing):
    instance_id, _, new = standing
    body = {"to_version": new, "reason": "It was asked for."}
    concord.api("administrator", OFFICE).post(f"/process-instances/{instance_id}/migration", body)
    with concord.engine.open_reading() as work:
        reference = work.session.scalars(select(Case.reference)).one()
    page = concord.browser("practitioner", "reading-school").get(f"/cases/{reference}")
    assert "The case goes on in version" in page.get_data(as_text=True)
