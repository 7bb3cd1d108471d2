"""The directory by API and on the command line: from an empty database to people at work."""

import pytest
from click.testing import CliRunner

from api.cli import main

OFFICE = ("administrator", "berkshire-partnership")
CSV = (
    "kind,key,name,partnership,sector,email,agency,role,until\n"
    "agency,hill-school,Hill School,{partnership},education,,,,\n"
    "person,,Ada Example,,,ada@hill-school.example,hill-school,practitioner,\n"
)


def test_an_agency_and_an_area_are_added_and_changed(concord):
    api = concord.api(*OFFICE)
    new = {"key": "hill-school", "name": "Hill School", "sector": "education"}
    added = api.post("/directory/agencies", {**new, "partnership": "berkshire"})
    assert added.status_code == 201, added.json
    assert added.json["people"] == 0
    changed = api.put("/directory/agencies/hill-school", {"name": "Hill Academy"})
    assert (changed.json["name"], changed.json["sector"]) == ("Hill Academy", "education")
    assert api.get("/directory/agencies?name=academy").json["items"] == [changed.json]
    refused = api.post("/directory/agencies", {**new, "partnership": "barnsley"})
    assert refused.status_code == 422
    area = {
        "key": "slough",
        "name": "Slough",
        "partnership": "berkshire",
        "process_definition_key": "berkshire_escalation",
        "edition": "2026-03-25",
    }
    assert api.post("/directory/areas", area).status_code == 201
    assert api.put("/directory/areas/slough", {"edition": "2024-05-24"}).status_code == 200
    words = [row["words"] for row in api.get("/directory/changes").json["items"]]
    assert "New cases in Slough follow the edition 2024-05-24" in words[0]
    assert api.put("/directory/areas/barnsley", {"name": "Mine"}).status_code == 403


def test_somebody_comes_gets_a_password_leaves_and_comes_back(concord):
    api = concord.api(*OFFICE)
    role = {"agency": "reading-school", "role": "practitioner"}
    given = api.post("/directory/roles", {"email": "ada@x.example", "name": "Ada", **role})
    assert given.status_code == 201, given.json
    path = f"/directory/people/{given.json['id']}"
    assert not given.json["has_password"]
    again = api.post("/directory/roles", {"email": "ada@x.example", **role})
    assert again.status_code == 422
    assert api.post(f"{path}/invitation").json["url"].startswith("http")
    assert api.put(path, {"email": "ada.b@x.example"}).json["email"] == "ada.b@x.example"
    (held,) = given.json["roles"]
    end = f"/directory/roles/{held['id']}/end"
    assert api.put(end, {"ends_at": "2020-01-01T00:00:00Z"}).status_code == 422
    told = {"ends_at": "2020-01-01T00:00:00Z", "reason": "Moved"}
    assert api.put(end, told).status_code == 204
    assert api.get(path).json["roles"][0]["is_over"]
    left = api.post(f"{path}/leaving", {"reason": "Moved", "ends_log_in": True})
    assert not left.json["can_log_in"]
    assert api.get("/directory/people?has_left=true").json["items"][0]["id"] == given.json["id"]
    assert api.post(f"{path}/return", {"reason": "Back"}).json["can_log_in"]


def test_what_somebody_leaves_open_is_listed_without_what_people_wrote(concord):
    concord.raise_case()
    api = concord.api(*OFFICE)
    person = concord.actor("practitioner", "reading-school").person_id
    (task,) = api.get(f"/directory/people/{person}/leaving").json["items"]
    assert task["why"] in {"only_one", "claimed", "named"}
    assert set(task) == {
        "due_at", "name", "process_instance_id", "reference", "stage", "user_task_id", "why",
    }  # fmt: skip


@pytest.mark.parametrize("role", ["business-manager", "editor", "procedures-group"])
def test_for_others_there_is_no_directory(concord, role):
    api = concord.api(role, "berkshire-partnership")
    for path in ("agencies", "areas", "people", "changes", "missing-roles", "partnerships"):
        assert api.get(f"/directory/{path}").status_code == 404
    assert api.post("/directory/import", {"csv": CSV}).status_code == 404


def test_another_partnerships_people_are_not_there(concord):
    api = concord.api(*OFFICE)
    foreign = concord.actor("practitioner", "barnsley-council").person_id
    assert api.get(f"/directory/people/{foreign}").status_code == 404
    assert api.get("/directory/people?agency=barnsley-council").json["items"] == []
    assert api.get("/directory/agencies/barnsley-council").status_code == 404
    changed = api.put(f"/directory/people/{foreign}", {"email": "mine@x.example"})
    assert changed.status_code == 403
    assert api.post(f"/directory/people/{foreign}/invitation").status_code == 403


def test_people_are_paged_by_name_and_found_by_a_part_of_it(concord):
    api = concord.api(*OFFICE)
    seen, cursor = [], ""
    while True:
        page = api.get(f"/directory/people?limit=20{cursor}").json
        seen += [(row["name"], row["id"]) for row in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == sorted(set(seen))
    assert len(seen) > 20
    found = api.get("/directory/people?name=READING-SCHOOL&role=practitioner").json["items"]
    assert {row["roles"][0]["agency_key"] for row in found} == {"reading-school"}
    assert api.get("/directory/people?cursor=x").status_code == 422


def test_a_file_is_shown_and_then_brought_in(concord):
    api = concord.api(*OFFICE)
    csv = CSV.format(partnership="")
    shown = api.post("/directory/import", {"csv": csv, "preview": True}).json
    assert [change["kind"] for change in shown["changes"]] == ["added", "added"]
    assert api.get("/directory/agencies/hill-school").status_code == 404
    done = api.post("/directory/import", {"csv": csv, "digest": shown["digest"]})
    assert done.status_code == 200
    assert api.get("/directory/agencies/hill-school").json["people"] == 1
    wrong = api.post("/directory/import", {"csv": csv.replace("practitioner", "wizard")})
    assert wrong.status_code == 422


def test_a_role_that_nobody_holds_stands_with_the_procedure(concord):
    api = concord.api(*OFFICE)
    before = api.get("/directory/missing-roles").json["items"]
    assert {area for row in before for area in row["areas"]} >= {"Reading (demo)"}
    manager = concord.actor("business-manager", "berkshire-partnership").person_id
    body = {"reason": "Retired", "ends_log_in": True}
    assert api.post(f"/directory/people/{manager}/leaving", body).status_code == 200
    after = api.get("/directory/missing-roles").json["items"]
    messages = [problem["message"] for row in after for problem in row["problems"]]
    assert any("business-manager" in message for message in messages)


@pytest.fixture
def run(tmp_path):
    environment = {
        "CONCORD_DATABASE_URL": f"sqlite:///{tmp_path}/empty.db",
        "CONCORD_SECRET_KEY": "s" * 64,
        "CONCORD_ENCRYPTION_KEYS": "k1:" + "ab" * 32,
        "CONCORD_DEMO": "",
    }
    runner = CliRunner()
    return lambda *words: runner.invoke(main, [str(word) for word in words], env=environment)


def test_an_installation_begins_from_an_empty_database(run, tmp_path):
    assert run("database", "upgrade").exit_code == 0
    password = ("--password", "three long words")
    person = ("--email", "ada@north.example", "--administrator", "Ada")
    begun = run("partnership", "add", "north", "--name", "North", *person, *password)
    assert begun.exit_code == 0, begun.output
    assert run("partnership", "add", "north", "--name", "N", *person, *password).exit_code == 1
    file = tmp_path / "people.csv"
    file.write_text(CSV.format(partnership="north"), encoding="utf-8")
    shown = run("directory", "import", file, "--preview")
    assert shown.exit_code == 0, shown.output
    assert "added: Ada Example came in as practitioner of Hill School." in shown.output
    assert "Nothing was brought in" in shown.output
    assert run("directory", "import", file, "--person", "ada@north.example").exit_code == 0
    again = run("directory", "import", file)
    assert "already" in again.output
    link = run("person", "invite", "--email", "ada@hill-school.example")
    assert "/invitation/" in link.output
    file.write_text(CSV.format(partnership="north").replace("practitioner", "wizard"))
    wrong = run("directory", "import", file)
    assert wrong.exit_code == 1
    assert "row 3: “wizard” is no role" in wrong.output
