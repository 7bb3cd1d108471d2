"""`GET /v1/comparisons`."""

import pytest

from engine.runtime.deployments import deploy_bundle
from engine.workshop.drafts import begin_draft
from engine.workshop.saving import save_files
from tests.support.engine import OFFICE, SCHOOL, bundle_with

CLOCK = (
    '<bpmn:timerEventDefinition id="Timer_S2_24h_timer">\n        '
    '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">'
)
TWELVE = {"berkshire.bpmn": (f"{CLOCK}PT24H", f"{CLOCK}PT12H")}


@pytest.fixture
def versions(concord):
    """Return the ids of a version that cases follow, and of one that nobody has published."""
    api = concord.api("administrator", OFFICE)
    listed = api.get("/process-definitions?key=berkshire_escalation").json["items"]
    old = next(row["id"] for row in listed if row["edition"] == "2026-03-25")
    return old, deploy_bundle(concord.engine, None, bundle_with(TWELVE), note="Twelve hours.")


def test_a_limit_is_named_with_its_clause(concord, versions):
    old, new = versions
    concord.raise_case()
    answer = concord.api("administrator", OFFICE).get(f"/comparisons?old={old}&new={new}")
    assert answer.status_code == 200
    document = answer.json
    limit = next(one for one in document["differences"] if one["kind"] == "limits")
    assert limit["old"] == "24 hours"
    assert limit["new"] == "12 hours"
    assert limit["clauses"] == ["S2-02"]
    assert document["summary"][0].startswith("The limit on the step")
    assert document["running_cases"]["total"] == 1
    assert document["running_cases"]["standing"][0]["cases"] == 1


def test_editors_get_no_small_number(concord, versions):
    old, new = versions
    concord.raise_case()
    document = concord.api("editor", OFFICE).get(f"/comparisons?old={old}&new={new}").json
    assert document["running_cases"]["total"] is None
    assert document["running_cases"]["is_exact"] is False


def test_staff_see_no_running_cases_and_no_unpublished_version(concord, versions):
    old, new = versions
    api = concord.api("practitioner", SCHOOL)
    assert api.get(f"/comparisons?old={old}&new={old}").json["running_cases"] is None
    assert api.get(f"/comparisons?old={old}&new={new}").status_code == 404


def test_a_draft_against_its_base(concord, versions):
    old, _ = versions
    editor = concord.actor("editor", OFFICE)
    draft = begin_draft(concord.engine, editor, old, "Twelve hours")
    files = bundle_with(TWELVE).files
    save_files(
        concord.engine, editor, draft, {"berkshire.bpmn": files["berkshire.bpmn"]}, base_revision=1
    )
    document = concord.api("editor", OFFICE).get(f"/comparisons?draft={draft}").json
    assert [one["new"] for one in document["differences"] if one["kind"] == "limits"] == [
        "12 hours"
    ]
    assert document["new"]["process_definition_id"] is None
    assert concord.api("practitioner", SCHOOL).get(f"/comparisons?draft={draft}").status_code == 404


@pytest.mark.parametrize(
    "query", ["", "?old=1", "?new=1", "?old=1&new=2&draft=00000000-0000-0000-0000-000000000000"]
)
def test_a_comparison_needs_two_sides(concord, query):
    assert concord.api("editor", OFFICE).get(f"/comparisons{query}").status_code == 422
