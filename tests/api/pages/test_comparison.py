"""The page that compares two versions, or a draft with a version."""

import uuid

import pytest

from engine.runtime.deployments import deploy_bundle
from engine.workshop.drafts import begin_draft
from tests.support.engine import OFFICE, SCHOOL, bundle_with

PAGE = "/procedures/comparison"
CHANGES = {
    "berkshire.bpmn": (
        'value="next-level-manager of both; safeguarding-lead of both; senior-manager of both"',
        'value="next-level-manager of both; senior-manager of both"',
    )
}


@pytest.fixture
def versions(concord):
    api = concord.api("administrator", OFFICE)
    listed = api.get("/process-definitions?key=berkshire_escalation").json["items"]
    ids = {row["edition"]: row["id"] for row in listed}
    return ids["2024-05-24"], ids["2026-03-25"]


def text_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_answer_the_marks_and_the_tables(concord, versions):
    old, new = versions
    page = text_of(concord.browser("practitioner", SCHOOL), f"{PAGE}?old={old}&new={new}")
    assert page.count("<h1") == 1
    assert page.index("What changes for people") < page.index('id="diagrams"')
    assert "Clause X-04 is dropped." in page
    assert "bpmn-exclusiveGateway is-removed" in page
    assert 'href="#recipients-1"' in page
    assert 'id="recipients-1"' in page
    assert "What it means for running cases" not in page
    assert "The explanation of" not in page


def test_wording_and_drawing_are_shown_by_links(concord, versions):
    old, new = versions
    client = concord.browser("practitioner", SCHOOL)
    page = text_of(client, f"{PAGE}?old={old}&new={new}&show=wording")
    assert "The explanation of the step" in page
    assert "<del>should</del>" in page or "<ins>must</ins>" in page
    assert "stands elsewhere" not in page
    assert "stands elsewhere" in text_of(client, f"{PAGE}?old={old}&new={new}&show=all")
    assert client.get(f"{PAGE}?old={old}&new={new}&show=x").status_code == 404


def test_without_two_versions_it_asks(concord, versions):
    client = concord.browser("practitioner", SCHOOL)
    assert "Compare two versions" in text_of(client, PAGE)
    assert "Compare two versions" in text_of(client, f"{PAGE}?old=x&new=1")
    assert client.get(f"{PAGE}?old=999999&new={versions[0]}").status_code == 404


def test_the_same_version_twice(concord, versions):
    page = text_of(
        concord.browser("practitioner", SCHOOL), f"{PAGE}?old={versions[0]}&new={versions[0]}"
    )
    assert "Nothing differs" in page


def test_editors_learn_what_it_means_for_running_cases(concord, versions):
    concord.raise_case()
    new = deploy_bundle(concord.engine, None, bundle_with(CHANGES), note="")
    page = text_of(concord.browser("editor", OFFICE), f"{PAGE}?old={versions[1]}&new={new}")
    assert "no longer tells safeguarding leads of both agencies" in page
    assert "Open cases: fewer than 5" in page
    assert "Task_S0_Discuss" in page


def test_a_draft_is_for_its_editors(concord, versions):
    draft = begin_draft(concord.engine, concord.actor("editor", OFFICE), versions[1], "New limits")
    page = text_of(concord.browser("editor", OFFICE), f"/workshop/drafts/{draft}/comparison")
    assert "New limits" in page
    assert "Nothing differs" in page
    other = text_of(
        concord.browser("editor", OFFICE), f"/workshop/drafts/{draft}/comparison?old={versions[0]}"
    )
    assert "Clause X-04 is dropped." in other
    staff = concord.browser("practitioner", SCHOOL)
    assert staff.get(f"/workshop/drafts/{draft}/comparison").status_code in {403, 404}
    nothing = f"/workshop/drafts/{uuid.uuid4()}/comparison"
    assert concord.browser("editor", OFFICE).get(nothing).status_code == 404
