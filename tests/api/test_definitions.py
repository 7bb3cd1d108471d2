import pytest

from api.procedure_files import find_editions, read_edition
from tests.support.engine import EDITION, ROOT

EDITOR = ("editor", "berkshire-partnership")
ADMINISTRATOR = ("administrator", "berkshire-partnership")
PRACTITIONER = ("practitioner", "reading-school")


@pytest.fixture(scope="module")
def shipped():
    """Return the files of Berkshire's edition of 2026, which comes with Concord."""
    return {path: content.decode() for path, content in read_edition(EDITION).files.items()}


def definition_of_2026(api):
    items = api.get("/process-definitions?key=berkshire_escalation").json["items"]
    (definition,) = [item for item in items if item["edition"] == EDITION.name]
    return definition


def test_published_procedures_are_everybodys_to_read(concord):
    api = concord.api(*PRACTITIONER)
    definition = definition_of_2026(api)
    assert definition["key"] == "berkshire_escalation"
    assert api.get(f"/process-definitions/{definition['id']}").json == definition
    assert api.get("/process-definitions?key=nothing").json["items"] == []


def test_the_diagram_comes_as_deployed_and_as_a_picture(concord, shipped):
    api = concord.api(*PRACTITIONER)
    path = f"/process-definitions/{definition_of_2026(api)['id']}"
    diagram = api.get(f"{path}/bpmn")
    assert diagram.content_type == "application/xml"
    assert diagram.text in shipped.values()
    drawing = api.get(f"{path}/diagram.svg")
    assert drawing.content_type == "image/svg+xml"
    assert drawing.text.startswith("<svg")


def test_an_unknown_definition_is_not_found(concord):
    api = concord.api(*PRACTITIONER)
    for path in ("", "/bpmn", "/diagram.svg"):
        assert api.get(f"/process-definitions/999{path}").status_code == 404


def test_an_editor_deploys_a_draft_that_practitioners_do_not_see(concord, shipped):
    files = {**shipped, "README.md": "# Another text"}
    deployed = concord.api(*EDITOR).post("/deployments", {"files": files, "note": "Try it"})
    assert deployed.status_code == 201
    assert deployed.json["process_definition"] is None
    path = f"/procedure-drafts/{deployed.json['draft_id']}"
    assert concord.api(*PRACTITIONER).get(path).status_code == 404
    draft = concord.api(*EDITOR).get(path).json
    assert (draft["title"], draft["state"]) == ("Try it", "editing")


def test_the_same_files_again_are_the_same_draft_or_version(concord, shipped):
    api = concord.api(*EDITOR)
    files = {**shipped, "README.md": "# Another text"}
    first = api.post("/deployments", {"files": files}).json
    assert api.post("/deployments", {"files": files}).json == first
    known = api.post("/deployments", {"files": shipped}).json
    assert known["process_definition"]["id"] == definition_of_2026(api)["id"]


def test_an_administrator_publishes_at_once_and_says_why(concord, shipped):
    api = concord.api(*ADMINISTRATOR)
    files = {**shipped, "README.md": "# Another text"}
    assert api.post("/deployments", {"files": files, "publish": True}).status_code == 422
    body = {"files": files, "publish": True, "note": "The limit was wrong"}
    version = api.post("/deployments", body).json["process_definition"]
    assert version["published_at"]
    assert version["published_by_name"]
    assert version["note"] == "The limit was wrong"


def test_an_editor_does_not_publish_without_a_second_person(concord, shipped):
    files = {**shipped, "README.md": "# Another text"}
    body = {"files": files, "publish": True, "note": "Now"}
    refused = concord.api(*EDITOR).post("/deployments", body)
    assert refused.status_code == 403
    assert "a colleague approves" in refused.json["detail"]


def test_a_deployment_with_errors_lists_them_all_and_stores_nothing(concord, shipped):
    files = {path: text for path, text in shipped.items() if not path.startswith("forms/")}
    refused = concord.api(*EDITOR).post("/deployments", {"files": files})
    assert refused.status_code == 422
    assert refused.json["code"] == "deployment_refused"
    assert len(refused.json["problems"]) > 1
    assert all(problem["message"] and problem["remedy"] for problem in refused.json["problems"])
    stored = concord.api(*EDITOR).get("/process-definitions").json["items"]
    assert len(stored) == len(find_editions(ROOT / "workflows"))


def test_a_path_that_leaves_the_bundle_is_refused(concord):
    body = {"files": {"../../etc/passwd": "x"}}
    assert concord.api(*EDITOR).post("/deployments", body).status_code == 422


def test_anybody_can_have_files_checked(concord, shipped):
    api = concord.api(*PRACTITIONER)
    good = api.post("/checks", {"files": shipped})
    assert good.status_code == 200
    assert good.json["can_be_deployed"]
    bad = api.post("/checks", {"files": {"a.bpmn": "<nonsense"}})
    assert not bad.json["can_be_deployed"]
    assert bad.json["problems"][0]["file"]


def test_administrators_see_instances_and_nobody_learns_what_was_typed(concord):
    started = concord.start_case()
    api = concord.api(*ADMINISTRATOR)
    (row,) = api.get("/process-instances?state=active").json["items"]
    assert row["reference"] == started.reference
    details = api.get(f"/process-instances/{row['id']}").json
    assert [task["element_id"] for task in details["open_tasks"]] == ["Task_S0_Raise"]
    assert details["incidents"] == []
    assert api.get("/process-instances?has_incident=true").json["items"] == []


def test_for_others_an_instance_looks_as_if_it_were_not_there(concord):
    concord.start_case()
    (row,) = concord.api(*ADMINISTRATOR).get("/process-instances").json["items"]
    answer = concord.api(*PRACTITIONER).get(f"/process-instances/{row['id']}")
    assert answer.status_code == 404


def test_retrying_an_incident_needs_a_reason_and_an_incident(concord):
    api = concord.api(*ADMINISTRATOR)
    assert api.post("/incidents/1/retry", {}).status_code == 422
    assert api.post("/incidents/1/retry", {"reason": "again"}).status_code == 404
