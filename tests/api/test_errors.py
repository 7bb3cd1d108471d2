from http import HTTPStatus

from api.errors import STATUS, answer_unexpected, problem_fields
from engine.definitions.problem import Problem
from engine.errors import ERRORS, EngineError


def every_error(error=EngineError):
    yield error
    for kind in error.__subclasses__():
        yield from every_error(kind)


def test_every_refusal_of_the_engine_has_a_status():
    assert {error.code for error in every_error() if error.__module__ == "engine.errors"} == set(
        STATUS
    )
    assert {error.code for error in ERRORS} <= set(STATUS)


def test_codes_are_unique():
    codes = [error.code for error in (EngineError, *ERRORS)]
    assert len(codes) == len(set(codes))


def test_an_unknown_address_gets_a_problem_in_the_api_and_a_page_elsewhere(concord):
    in_api = concord.browser().get("/v1/nothing")
    assert in_api.content_type == "application/problem+json"
    assert in_api.json["status"] == 404
    page = concord.browser().get("/nothing")
    assert page.status_code == 404
    assert page.content_type.startswith("text/html")


def test_a_wrong_method_names_the_right_ones(concord):
    answer = concord.browser().delete("/v1/cases")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_an_unexpected_failure_gives_a_reference_and_nothing_of_the_inside(concord, caplog):
    failure = KeyError("Zebedee")
    with concord.app.test_request_context("/v1/cases"):
        in_api = answer_unexpected(failure)
    with concord.app.test_request_context("/inbox"):
        page = answer_unexpected(failure)
    assert in_api.status_code == page.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    reference = in_api.json["reference"]
    assert len(reference) == 8
    assert f"reference='{reference}'" in caplog.text
    for answer in (in_api, page):
        assert b"Zebedee" not in answer.data
        assert b"KeyError" not in answer.data
    assert "KeyError" in caplog.text
    assert "Zebedee" not in caplog.text


def test_without_its_template_an_error_page_is_still_a_sentence(concord):
    app = concord.app
    app.jinja_loader = None
    app.jinja_env.loader = None
    with app.test_request_context("/inbox"):
        answer = answer_unexpected(KeyError())
    assert answer.mimetype == "text/plain"
    assert b"went wrong" in answer.data


def test_broken_json_is_refused_politely(concord):
    client = concord.api("practitioner", "reading-school")
    for body in (b"{", b"[" * 100_000, b'{"area": NaN}', b'{"area": "\\ud800"}', b"\xff"):
        headers = {"Authorization": f"Bearer {client.token}", "Content-Type": "application/json"}
        answer = client.client.post("/v1/cases", data=body, headers=headers)
        assert answer.status_code == 400
        assert answer.content_type == "application/problem+json"


def test_wrong_fields_are_named_by_their_path(concord):
    answer = concord.api("practitioner", "reading-school").post(
        "/cases", {"area": 7, "surprise": 1}
    )
    assert answer.status_code == 422
    assert {wrong["key"] for wrong in answer.json["errors"]} == {"area", "surprise"}


def test_a_problem_of_a_check_keeps_its_place():
    found = Problem("rule", "error", "a.bpmn", "Task_1", 3, "Wrong.", "Put it right.")
    assert problem_fields(found)["element_id"] == "Task_1"
