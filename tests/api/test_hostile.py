"""What people try who should not: every refusal is a sentence, and nothing comes out or breaks."""

import base64
import re
from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

import orjson
import pytest
from sqlalchemy import select

from engine.persistence.definitions import ProcessDefinition
from tests.support.app import PASSWORD, csrf_token, post_form
from tests.support.engine import EDITION

SCHOOL = ("practitioner", "reading-school")
EMAIL = "practitioner@reading-school.example"
OUTSIDERS = [
    ("practitioner", "thames-police"),
    ("practitioner", "reading-council"),
    ("business-manager", "berkshire-partnership"),
    ("administrator", "berkshire-partnership"),
    ("editor", "berkshire-partnership"),
]
MISSING_REFERENCE, MISSING_TASK = "BRK-2026-999999", UUID(int=99)
MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


NOBODY = "5fd22b68-949e-444e-9cee-ddeba00a420a"


def cursor(*keys):
    return base64.urlsafe_b64encode(orjson.dumps(keys)).decode().rstrip("=")


def places(concord):
    """Return every address that names a case or a task, with every method that it answers."""
    for rule in concord.app.url_map.iter_rules():
        if {"reference", "user_task_id"} & set(rule.arguments):
            for method in sorted(rule.methods - {"OPTIONS"}):
                yield method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(rule))


BODIES = {
    "messages": {"name": "ImmediateDanger"},
    "draft": {"answers": {}},
    "completion": {"answers": {}},
    "joining": {"answers": {}},
    "closing": {"answers": {}},
    "hand-over": {"to": 1},
    "comments": {"text": "x"},
    "agencies": {"joining": "berkshire-health"},
}
ADMINISTERED = ("/closing", "/agencies", "/powers")
"""What an administrator of the office does for a case without seeing it."""


def answer_of(program, browser, token, method, path):
    if path.startswith("/v1"):
        body = BODIES.get(path.rpartition("/")[2], {}) if method in {"PUT", "POST"} else None
        return program.send(method, path.removeprefix("/v1"), body)
    fields = {"csrf_token": token, "concern_summary": "x"} if method == "POST" else None
    return browser.open(path, method=method, data=fields)


@pytest.mark.parametrize("outsider", OUTSIDERS, ids="-".join)
def test_a_case_of_others_is_answered_as_if_it_were_not_there(concord, outsider):
    case = concord.start_case()
    message = {"name": "RequestConference"}
    there = {"reference": case.reference, "user_task_id": str(case.user_task_id), **message}
    missing = {"reference": MISSING_REFERENCE, "user_task_id": str(MISSING_TASK), **message}
    program, browser = concord.api(*outsider), concord.browser(*outsider)
    token, seen = csrf_token(browser, "/inbox"), 0
    for method, place in places(concord):
        if outsider[0] == "administrator" and place.endswith(ADMINISTERED):
            continue
        answers = []
        for keys in (there, missing):
            answer = answer_of(program, browser, token, method, place.format(**keys))
            # Between the two the clock may have gone on, and with it the token of the forms.
            text = re.sub(r'\d\d:\d\d|(?<="csrf_token" value=")[^"]+', "", answer.text)
            for key in keys.values():
                text = text.replace(key, "…")
            answers.append((answer.status_code, answer.headers.get("Location"), text))
        assert answers[0] == answers[1], f"{method} {place}"
        assert answers[0][0] == 404, f"{method} {place}"
        seen += 1
    assert seen > 15


BAD_CURSORS = [
    "x",
    "\0",
    "é",
    "A" * 190,
    cursor("a", "b"),
    cursor("\0"),
    cursor("\0", "\0"),
    cursor(NOW.isoformat(), "x"),
    cursor(NOW.isoformat(), {}),
    cursor("2026-01-01T00:00:00", NOBODY),
    cursor("0001-01-01T00:00:00+23:59", NOBODY),
    cursor("9999-12-31T23:59:59-23:59", NOBODY),
]


@pytest.mark.parametrize("bad", BAD_CURSORS)
def test_a_cursor_that_we_never_gave_out_is_refused(concord, bad):
    browser, administrator = concord.browser(*SCHOOL), concord.api(*OUTSIDERS[3])
    for path in ("/inbox", "/cases", "/notices"):
        assert browser.get(path, query_string={"page": bad}).status_code == 422, path
    for path in ("/cases", "/user-tasks", "/process-instances"):
        headers = {"Authorization": f"Bearer {administrator.token}"}
        answer = administrator.client.get(
            f"/v1{path}", query_string={"cursor": bad}, headers=headers
        )
        assert answer.status_code == 422, path


ODD_VALUES = [
    b"[" * 900 + b"]" * 900,
    b'{"a":' * 900 + b"1" + b"}" * 900,
    b"[" * 100 + b"]" * 100,
    b"1" * 400,
    b"1e999",
    b"NaN",
    b'"\\u0000"',
    b'"\\ud800"',
    b'{"typename": "Timer"}',
    b'{"__class__": 1}',
    b"true",
    b"[null]",
    b'"' + b"x" * 1_200_000 + b'"',
]
ODD_PLACES = [
    ("PUT", "/user-tasks/{task}/draft", b'{"answers": {"why_unresolved": %b}}'),
    ("PUT", "/user-tasks/{task}/draft", b'{"answers": {"discussed_at": %b}}'),
    ("POST", "/user-tasks/{task}/completion", b'{"answers": {"s0_outcome": %b}}'),
    ("POST", "/user-tasks/{task}/completion", b'{"answers": {"discussed_at": %b}}'),
    ("POST", "/cases/{reference}/messages", b'{"name": %b}'),
    ("POST", "/cases/{reference}/messages", b'{"name": "NoSuch", "payload": %b}'),
    ("POST", "/cases", b'{"area": %b}'),
    ("PUT", "/demo/clock", b'{"now": %b}'),
    ("PUT", "/demo/clock", b'{"advance": %b}'),
]


@pytest.mark.parametrize("value", ODD_VALUES, ids=range(len(ODD_VALUES)))
def test_odd_values_are_refused_or_kept_and_the_task_can_still_be_opened(concord, value):
    done = concord.raise_case()
    task = done.opened[0].id
    program, browser = concord.api(*SCHOOL), concord.browser(*SCHOOL)
    colleague = concord.api("practitioner", "reading-council")
    headers = {"Authorization": f"Bearer {program.token}", "Content-Type": "application/json"}
    for method, place, body in ODD_PLACES:
        path = "/v1" + place.format(task=task, reference=done.reference)
        answer = program.client.open(path, method=method, data=body % value, headers=headers)
        assert answer.status_code < 500, place
        assert answer.status_code in {400, 404, 413, 422} or place.endswith("draft"), place
    assert browser.get(f"/tasks/{task}").status_code == 200
    assert browser.get(f"/cases/{done.reference}").status_code == 200
    assert program.get(f"/user-tasks/{task}").status_code == 200
    assert colleague.get(f"/user-tasks/{task}").status_code == 200


def test_odd_forms_are_answered_with_a_page(concord):
    task = concord.raise_case().opened[0].id
    browser = concord.browser(*SCHOOL)
    token = csrf_token(browser, "/inbox")
    forms = [
        {"why_unresolved": "a\0b"},
        {"why_unresolved": (BytesIO(b"MZ"), "holiday.exe")},
        {"s0_outcome": ["resolved", "not_resolved"], "discussed_at-day": "99"},
        {f"field_{number}": "x" for number in range(2000)},
        {"why_unresolved": "x" * 2_500_000},
    ]
    for form in forms:
        answer = browser.post(f"/tasks/{task}", data={"csrf_token": token, **form})
        assert answer.status_code in {409, 413, 422}
        assert "<h1" in answer.text
    broken = b"csrf_token=" + token.encode() + b"&save=1&why_unresolved=%ff%fe%ed%a0%80"
    kind = "application/x-www-form-urlencoded"
    assert browser.post(f"/tasks/{task}", data=broken, content_type=kind).status_code == 302
    assert browser.get(f"/tasks/{task}").status_code == 200


def test_a_request_that_is_too_large_is_refused(concord):
    program = concord.api(*SCHOOL)
    headers = {"Authorization": f"Bearer {program.token}", "Content-Type": "application/json"}
    answer = program.client.post("/v1/cases", data=b"x" * 25_000_001, headers=headers)
    assert answer.status_code == 413
    assert answer.content_type == "application/problem+json"


def test_markup_in_what_people_type_is_only_text_wherever_it_is_shown(concord):
    actor = concord.actor(*SCHOOL)
    case = concord.start_case()
    school, council = concord.browser(*SCHOOL), concord.browser("practitioner", "reading-council")
    typed = dict.fromkeys(("concern_summary", "what_needs_to_change", "rationale_heard"), MARKUP)
    given = {"immediate_harm": "no", "receiving_agency": "reading-council", **typed}
    answers = concord.answers_to(actor, case.user_task_id, **given)
    done = concord.api(*SCHOOL).post(
        f"/user-tasks/{case.user_task_id}/completion", {"answers": answers}
    )
    task = done.json["opened"][0]["id"]
    draft = dict.fromkeys(("why_unresolved", "agreed_owner", "s0_outcome", "contact_mode"), MARKUP)
    wrong = post_form(school, f"/tasks/{task}", draft, page="/inbox")
    assert wrong.status_code == 422
    post_form(school, f"/tasks/{task}", {"save": "yes", **draft}, page="/inbox")
    paths = (f"/tasks/{task}", f"/cases/{case.reference}", f"/tasks/{case.user_task_id}")
    shown = [browser.get(path).text for browser in (school, council) for path in paths]
    pages = [wrong.text, *shown]
    assert sum("&lt;script&gt;alert" in page for page in pages) >= 5
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "49" not in re.findall(r"onerror=alert\(2\)&gt;(\d+)", page)


def test_markup_in_a_kept_text_and_in_an_error_page_is_only_text(concord):
    task = concord.start_case().user_task_id
    here = {"Sec-Fetch-Site": "same-origin"}
    form = {"concern_summary": MARKUP}
    stale = concord.browser(*SCHOOL).post(f"/tasks/{task}", data=form, headers=here)
    assert stale.status_code == 400
    browser = concord.browser()
    browser.post(f"/tasks/{task}", data=form, headers=here)
    post_form(browser, "/demo/login", {"email": EMAIL})
    for page in (stale.text, browser.get(f"/tasks/{task}").text):
        assert "&lt;script&gt;alert" in page
        assert "<script>alert" not in page


@pytest.fixture
def bundle(concord):
    with concord.engine.open_reading() as work:
        query = select(ProcessDefinition.id).where(ProcessDefinition.edition == EDITION.name)
        definition_id = work.session.scalars(query).one()
        files = concord.engine.definitions.compiled(work, definition_id).bundle.files
        return {path: content.decode() for path, content in files.items()}


def with_diagram(bundle, change):
    return {p: change(text) if p.endswith(".bpmn") else text for p, text in bundle.items()}


CONDITION = re.compile(r"(<bpmn:conditionExpression[^>]*>)[^<]*")
CODE = [
    "__import__('os').system('id')",
    "=__import__('os').system('id')",
    "=().__class__.__bases__[0].__subclasses__()",
    '=open("/etc/passwd")',
    "=" + "(" * 5000,
    "=${T(java.lang.Runtime)}",
]


@pytest.mark.parametrize("code", CODE)
def test_code_in_a_condition_is_refused_with_its_place(concord, bundle, code):
    editor = concord.api("editor", "berkshire-partnership")
    files = with_diagram(bundle, lambda xml: CONDITION.sub(lambda m: m[1] + code, xml, count=1))
    answer = editor.post("/deployments", {"files": files, "publish": True})
    assert answer.status_code == 422
    assert answer.json["problems"][0]["element_id"].startswith("Flow_")


@pytest.mark.parametrize("path", ["../../evil.py", "/etc/evil", "a/../../b", "..\\evil"])
def test_a_bundle_has_no_way_out_of_its_folder(concord, bundle, path):
    editor = concord.api("editor", "berkshire-partnership")
    assert editor.post("/deployments", {"files": {**bundle, path: "x"}}).status_code == 422


def test_a_diagram_that_attacks_the_reader_of_xml_is_refused(concord, bundle):
    editor = concord.api("editor", "berkshire-partnership")
    attack = '?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    files = with_diagram(bundle, lambda xml: xml.replace("?>", attack, 1))
    assert editor.post("/deployments", {"files": files}).status_code == 422
    assert "root:" not in editor.post("/checks", {"files": files}).text


def test_an_editor_cannot_change_the_procedure_of_another_partnership(concord, bundle):
    editor = concord.api("editor", "berkshire-partnership")
    toml = bundle["procedure.toml"].replace('"berkshire"', '"elsewhere"')
    answer = editor.post("/deployments", {"files": {**bundle, "procedure.toml": toml}})
    assert answer.status_code == 403
    assert "your own partnership" in answer.json["detail"]


def test_markup_in_a_deployed_diagram_is_only_text_on_every_page(concord, bundle):
    name = re.compile(r'(<bpmn:userTask [^>]*name=")[^"]*')
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;"
    files = with_diagram(bundle, lambda xml: name.sub(lambda m: m[1] + evil, xml))
    editor = concord.api("editor", "berkshire-partnership")
    office = concord.api("administrator", "berkshire-partnership")
    deployed = office.post("/deployments", {"files": files, "publish": True, "note": MARKUP})
    assert deployed.status_code == 201
    case, browser = concord.start_case(), concord.browser(*SCHOOL)
    definition = deployed.json["process_definition"]["id"]
    pages = {
        path: browser.get(path).text
        for path in (
            "/inbox",
            "/procedures",
            f"/procedures/{definition}",
            f"/procedures/{definition}/document",
            f"/tasks/{case.user_task_id}",
            f"/cases/{case.reference}",
        )
    }
    pages["svg"] = editor.get(f"/process-definitions/{definition}/diagram.svg").text
    assert "alert(1)" in pages["/inbox"]
    for path, page in pages.items():
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "/inbox\r\nSet-Cookie: session=x",
    "/\0",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_after_the_log_in_nobody_is_led_elsewhere(concord, target):
    demo = post_form(concord.browser(), "/demo/login", {"email": EMAIL, "next": target})
    assert demo.headers["Location"] == "/"
    browser = concord.browser()
    fields = {"email": EMAIL, "password": PASSWORD, "csrf_token": csrf_token(browser)}
    answer = browser.post("/login", query_string={"next": target}, data=fields)
    location = answer.headers.get("Location", "/")
    assert re.fullmatch(r"/(?![/\\])[!-~]*", location), location


@pytest.mark.parametrize(
    "headers",
    [
        {"X-HTTP-Method-Override": "DELETE"},
        {"X-Forwarded-Host": "evil.example"},
        {"X-Original-URL": "/v1/process-instances"},
        {"Host": "evil.example"},
        {"Host": "a b"},
        {"Origin": "https://evil.example"},
    ],
)
def test_headers_change_neither_the_method_nor_the_place(concord, headers):
    answer = concord.browser().get("/inbox", headers=headers)
    assert answer.headers["Location"] == "/login?next=/inbox"
    assert "Access-Control-Allow-Origin" not in answer.headers
    browser = concord.browser(*SCHOOL)
    assert "evil.example" not in browser.get("/login", headers=headers).text


def test_a_method_cannot_be_smuggled_in(concord):
    task = concord.raise_case().opened[0].id
    program = concord.api(*SCHOOL)
    path = f"/user-tasks/{task}/claim"
    assert program.put(path).status_code == 204
    assert program.post(path, X_HTTP_Method_Override="DELETE").status_code == 405
    assert program.get(f"/user-tasks/{task}").json["claimed_by_name"]
    assert concord.browser(*SCHOOL).open("/inbox", method="TRACE").status_code == 405


@pytest.mark.parametrize("value", ["\0", "x" * 4000, "é", "../../etc/passwd"])
def test_a_cookie_that_we_never_gave_out_is_nobodys(concord, value):
    browser = concord.browser()
    browser.set_cookie("session", value)
    assert browser.get("/inbox").status_code == 302


def test_every_form_needs_its_token(concord):
    case = concord.start_case()
    keys = {"reference": case.reference, "user_task_id": str(case.user_task_id)}
    browser = concord.browser(*SCHOOL)
    posts = [
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(rule)).format(**keys)
        for rule in concord.app.url_map.iter_rules()
        if "POST" in rule.methods and not set(rule.arguments) - set(keys)
    ]
    assert len(posts) > 12
    for path in posts:
        answer = browser.post(path, data={"email": EMAIL, "by": "1"})
        # The calls of the desktop Modeler know no cookies, and so no tokens of pages.
        refusals = {401} if path.startswith("/engine-rest/") else {400, 404}
        if answer.status_code == 302:
            assert "stale=1" in answer.location, path
        else:
            assert answer.status_code in refusals, path
    assert browser.get("/inbox").status_code == 200
