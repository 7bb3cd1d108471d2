"""The Modeler's own sequence of calls, from typing the address to the draft."""

import time
import uuid

import pytest

from api.procedure_files import read_edition
from engine.queries.procedure_drafts import draft_files, list_drafts, load_draft
from engine.runtime.access_tokens import create_access_token
from tests.support.app import CSRF_TOKEN
from tests.support.engine import EDITION
from tests.support.modeler import Modeler

EDITOR = ("editor", "berkshire-partnership")
EMAIL = "editor@berkshire-partnership.example"
DIAGRAM = "berkshire.bpmn"
PREFIX = "ENGINE-09005 Could not parse BPMN process. Errors: "


@pytest.fixture
def token(concord):
    return create_access_token(concord.engine, None, EMAIL).token


@pytest.fixture
def modeler(concord, token):
    return Modeler(concord.app.test_client()).log_in(EMAIL, token)


@pytest.fixture
def diagram():
    return read_edition(EDITION).files[DIAGRAM]


def changed(diagram):
    """Return the diagram with twelve hours at stage two."""
    head, timer, tail = diagram.partition(b'id="Timer_S2_24h_timer">')
    return head + timer + tail.replace(b"PT24H", b"PT12H", 1)


def drafts_of(concord):
    with concord.engine.open_reading() as work:
        return list_drafts(work, concord.actor(*EDITOR))


def files_of(concord, draft_id):
    with concord.engine.open_reading() as work:
        return draft_files(work, concord.actor(*EDITOR), uuid.UUID(str(draft_id)))


@pytest.mark.parametrize("url", ["/engine-rest", "/engine-rest/", "/engine-rest/deployment/create"])
def test_a_deployment_from_first_call_to_last(concord, token, diagram, url):
    opened = Modeler(concord.app.test_client(), url)
    began = time.perf_counter()
    assert opened.check_connection().status_code == 401
    assert opened.preflight().headers["Access-Control-Allow-Origin"] == "file://"
    modeler = opened.log_in(EMAIL, token)
    assert modeler.check_connection().status_code == 200
    assert modeler.version().json == {"version": "7.24.0"}
    answer = modeler.deploy("berkshire", (DIAGRAM, changed(diagram)))
    assert answer.status_code == 200, answer.text
    assert modeler.webapps().json["cockpitUrl"].endswith("/workshop#/")
    assert time.perf_counter() - began < 5

    (definition,) = answer.json["deployedProcessDefinitions"].values()
    assert definition["key"] == "berkshire_escalation"
    assert definition["resource"] == DIAGRAM
    assert definition["deploymentId"] == answer.json["id"]
    (draft,) = drafts_of(concord)
    assert str(draft.id) == answer.json["id"]
    assert (draft.edition, draft.state) == ("2026-03-25", "editing")
    assert draft.title == "berkshire (from Camunda Modeler)"
    assert b"PT12H" in files_of(concord, draft.id)[DIAGRAM]
    assert "forms/BRK-S2.form" in files_of(concord, draft.id)


def test_the_same_again_is_the_same_deployment(concord, modeler, diagram):
    first = modeler.deploy("berkshire", (DIAGRAM, changed(diagram))).json
    again = modeler.deploy("berkshire", (DIAGRAM, changed(diagram))).json
    assert again["id"] == first["id"]
    assert again["deployedProcessDefinitions"] is None
    assert len(drafts_of(concord)) == 1


def test_what_the_newest_version_has_already_becomes_no_draft(concord, modeler, diagram):
    answer = modeler.deploy("berkshire", (DIAGRAM, diagram))
    assert answer.status_code == 200
    assert answer.json["deployedProcessDefinitions"] is None
    assert drafts_of(concord) == ()


def test_the_next_change_goes_on_in_the_same_draft(concord, modeler, diagram):
    first = modeler.deploy("berkshire", (DIAGRAM, changed(diagram))).json
    second = modeler.deploy("berkshire", (DIAGRAM, changed(diagram).replace(b"PT12H", b"PT6H")))
    assert second.json["id"] == first["id"]
    (definition,) = second.json["deployedProcessDefinitions"].values()
    assert definition["version"] == 2
    assert b"PT6H" in files_of(concord, first["id"])[DIAGRAM]


def test_the_draft_of_a_colleague_is_left_alone(concord, token, diagram):
    colleague = "second-editor@berkshire-partnership.example"
    theirs = create_access_token(concord.engine, None, colleague).token
    client = Modeler(concord.app.test_client())
    first = client.bear(theirs).deploy("a", (DIAGRAM, changed(diagram))).json
    second = client.bear(token).deploy("b", (DIAGRAM, changed(diagram))).json
    assert first["id"] != second["id"]
    assert len(drafts_of(concord)) == 2


def test_forms_come_along_by_their_names(concord, modeler, diagram):
    form = read_edition(EDITION).files["forms/BRK-S2.form"].replace(b"How did you", b"How have you")
    answer = modeler.deploy("berkshire", (DIAGRAM, diagram), ("BRK-S2.form", form))
    assert files_of(concord, answer.json["id"])["forms/BRK-S2.form"] == form


def test_the_edition_that_the_diagram_names_is_meant(concord, modeler):
    earlier = EDITION.parent / "2024-05-24"
    diagram = read_edition(earlier).files[DIAGRAM].replace(b"PT48H", b"PT47H")
    answer = modeler.deploy("berkshire", (DIAGRAM, diagram))
    with concord.engine.open_reading() as work:
        draft = load_draft(work, concord.actor(*EDITOR), uuid.UUID(answer.json["id"]))
    assert draft.edition == "2024-05-24"


def test_faults_are_told_of_the_file_as_it_is_called_on_the_desk(modeler, diagram):
    faulty = diagram.replace(b">PT24H<", b">24 hours<", 1)
    answer = modeler.deploy("berkshire", ("my copy (2).bpmn", faulty))
    assert list(answer.json["details"]) == ["my copy (2).bpmn"]
    assert "(my copy (2).bpmn, line" in answer.json["message"]


def test_a_copy_under_another_name_takes_the_place_of_the_diagram(concord, modeler, diagram):
    answer = modeler.deploy("berkshire", ("my copy (2).bpmn", changed(diagram)))
    files = files_of(concord, answer.json["id"])
    assert b"PT12H" in files[DIAGRAM]
    assert "my copy (2).bpmn" not in files


def test_a_called_process_goes_into_the_newest_edition_of_its_procedure(concord, modeler):
    shared = read_edition(EDITION).files["record_and_share.bpmn"]
    sent = shared.replace(b"Outcome of a stage", b"Outcome of one stage")
    answer = modeler.deploy("record", ("record_and_share.bpmn", sent))
    assert answer.status_code == 200, answer.text
    (draft,) = drafts_of(concord)
    assert draft.edition == "2026-03-25"


def test_faults_come_with_element_and_line_and_nothing_is_saved(concord, modeler, diagram):
    faulty = diagram.replace(b">PT24H<", b">24 hours<", 1)
    answer = modeler.deploy("berkshire", (DIAGRAM, faulty))
    assert answer.status_code == 400
    assert answer.json["type"] == "ParseException"
    assert answer.json["message"].startswith(PREFIX)
    assert "24 hours" in answer.json["message"]
    (fault,) = answer.json["details"][DIAGRAM]["errors"]
    assert fault["line"] > 0
    assert fault["mainElementId"] == "Timer_S1_24h"
    assert f"line {fault['line']}" in answer.json["message"]
    assert drafts_of(concord) == ()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("new.bpmn", None, "No procedure that you edit has this process id: “somewhere_else”"),
        ("broken.bpmn", b"<bpmn:definitions", "broken.bpmn"),
        ("rules.dmn", b"<definitions/>", "There is no BPMN diagram"),
    ],
)
def test_what_belongs_nowhere_is_told_plainly(modeler, diagram, name, content, said):
    sent = content or diagram.replace(b'"berkshire_escalation"', b'"somewhere_else"')
    answer = modeler.deploy("x", (name, sent))
    assert answer.status_code == 400
    assert answer.json["message"].startswith(PREFIX)
    assert said in answer.json["message"]


def test_what_is_too_large_together_is_a_plain_refusal(concord, modeler, diagram):
    padding = (b"<!--" + b"x" * 9_880_000 + b"-->\n") * 2
    padded = changed(diagram).replace(b"<bpmn:process ", padding + b"<bpmn:process ", 1)
    answer = modeler.deploy("x", (DIAGRAM, padded))
    assert answer.status_code == 400
    assert "20 MB" in answer.json["message"]
    assert drafts_of(concord) == ()


def test_nothing_sent_is_a_plain_refusal(modeler):
    answer = modeler._fetch("POST", "/deployment/create", data={"deployment-name": "x"})
    assert answer.status_code == 400
    assert "No resources" in answer.json["message"]


def test_no_case_is_started_from_there(modeler, diagram):
    deployed = modeler.deploy("berkshire", (DIAGRAM, changed(diagram))).json
    (definition_id,) = deployed["deployedProcessDefinitions"]
    answer = modeler.start(definition_id)
    assert answer.status_code == 400
    assert "Try it" in answer.json["message"]


def test_only_editors_deploy(concord, diagram):
    email = "practitioner@reading-school.example"
    token = create_access_token(concord.engine, None, email).token
    modeler = Modeler(concord.app.test_client()).log_in(email, token)
    assert modeler.check_connection().status_code == 403
    answer = modeler.deploy("berkshire", (DIAGRAM, diagram))
    assert answer.status_code == 403
    assert answer.json["type"] == "AuthorizationException"


def test_a_token_that_only_reads_does_not_deploy(concord, diagram):
    token = create_access_token(concord.engine, None, EMAIL, scopes=("read",)).token
    modeler = Modeler(concord.app.test_client()).bear(token)
    assert modeler.check_connection().status_code == 200
    assert modeler.deploy("berkshire", (DIAGRAM, diagram)).status_code == 403


def test_a_session_of_the_pages_does_not_count(concord, diagram):
    client = concord.browser(*EDITOR)
    assert CSRF_TOKEN.search(client.get("/account").text)
    assert Modeler(client).check_connection().status_code == 401
    assert Modeler(client).deploy("berkshire", (DIAGRAM, diagram)).status_code == 401


@pytest.mark.parametrize("password", ["concord-demo", "", "concord_wrong"])
def test_a_password_or_a_wrong_token_is_refused_without_a_redirect(concord, password):
    answer = Modeler(concord.app.test_client()).log_in(EMAIL, password).check_connection()
    assert answer.status_code == 401
    assert answer.json["type"] == "AuthenticationException"


def test_a_token_of_somebody_else_does_not_fit_the_name(concord, token):
    other = "administrator@berkshire-partnership.example"
    answer = Modeler(concord.app.test_client()).log_in(other, token).check_connection()
    assert answer.status_code == 401


def test_guessing_is_slowed_down_and_the_log_in_page_stays_open(concord, token):
    client = Modeler(concord.app.test_client())
    answers = [client.log_in(EMAIL, "x").check_connection().status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]
    assert client.log_in(EMAIL, token).check_connection().status_code == 429
    assert client.bear(token).check_connection().status_code == 200
    assert concord.browser(*EDITOR).get("/account").status_code == 200


def test_websites_are_shut_out(concord):
    answer = concord.app.test_client().options(
        "/engine-rest/deployment", headers={"Origin": "https://elsewhere.example"}
    )
    assert "Access-Control-Allow-Origin" not in answer.headers
