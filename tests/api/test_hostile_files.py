"""Any file by any door: a list of problems or a draft that can be looked at, never a failure."""

import io
import re
import uuid
import zipfile

import pytest

from api.procedure_files import read_edition
from engine.runtime.access_tokens import create_access_token
from tests.engine.definitions.vendor_samples import BPMN, OTHER_KINDS
from tests.engine.definitions.writing import definitions
from tests.support.app import csrf_token
from tests.support.engine import EDITION
from tests.support.modeler import Modeler

EDITOR = ("editor", "berkshire-partnership")
EMAIL = "editor@berkshire-partnership.example"
DIAGRAM = "berkshire.bpmn"
FILES = dict(read_edition(EDITION).files)
FORM = next(path for path in FILES if path.endswith(".form"))
SCENARIO = next(path for path in FILES if path.endswith(".yaml"))
GROWING = b"a: &a [x, x]\n" + b"".join(
    b"%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n" % (n + 1, n + 1, *[n] * 8)
    for n in range(ord("a"), ord("p"))
)

DIAGRAMS = {
    **{kind: BPMN[kind] for kind in ("Bizagi", "Signavio", "Camunda 8", "several pools")},
    **{kind: OTHER_KINDS[kind] for kind in ("a DMN decision table", "UTF-16", "is empty")},
    "a giant name": definitions(f'<bpmn:process id="a" name="{"x" * 9_000_000}"/>'),
    "entities": b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>',
    "a file of the server": b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>',
    "deep": definitions("<bpmn:subProcess>" * 5_000 + "</bpmn:subProcess>" * 5_000),
    "no process": definitions(),
    "a process without id": definitions('<bpmn:process isExecutable="true"/>'),
    "ids of the engine": definitions(
        '<bpmn:process id="berkshire_escalation" isExecutable="true"><bpmn:startEvent id="Start"/>'
        '<bpmn:endEvent id="End"/><bpmn:userTask id="Root"/></bpmn:process>'
    ),
    "steps that are each other's place": definitions(
        '<bpmn:process id="berkshire_escalation" isExecutable="true">'
        '<bpmn:boundaryEvent id="A" attachedToRef="B"/><bpmn:boundaryEvent id="B" '
        'attachedToRef="A"/><bpmn:sequenceFlow id="F" sourceRef="A" targetRef="A"/></bpmn:process>'
    ),
    "markup": FILES[DIAGRAM].replace(b'name="', b'name="&lt;script&gt;alert(1)&lt;/script&gt;'),
    "code": re.sub(
        rb"(<bpmn:conditionExpression[^>]*>)[^<]*", rb"\1=__import__('os')", FILES[DIAGRAM]
    ),
    "half of it": FILES[DIAGRAM][: len(FILES[DIAGRAM]) // 2],
    "broken UTF-8": FILES[DIAGRAM].replace(b'name="', b'name="\xff', 1),
}
OTHERS = {
    FORM: (b"", b"[]", b"{" * 9_000, b"\xff", b'{"components":[{"type":"x","id":"a"}]}'),
    SCENARIO: (b"", b"\xff", b"[" * 5_000, b"a: *b", GROWING, b"!!python/object/apply:os.abort"),
    "clauses.json": (b"", b"{}", b'{"policy":"x","clauses":[{"id":"\\u0000"}]}'),
    "README.md": (b"\xff\xfe", b"\0"),
    "picture.png": (b"\x89PNG\r\n",),
}
KEY = re.compile(rb'^key = ".*"', re.MULTILINE)
PROCEDURES = {
    "empty": b"",
    "no text": b"\xff",
    "a NUL": FILES["procedure.toml"].replace(b'title = "', b'title = "\\u0000', 1),
    "a giant key": KEY.sub(b'key = "' + b"k" * 1_900 + b'"', FILES["procedure.toml"]),
    "nested": b"a = " + b"[" * 1_900,
    "a number": KEY.sub(b"key = 1", FILES["procedure.toml"]),
}


def zipped(files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return target.getvalue()


def pages_of(concord, draft_id):
    """Give the address of every page about a draft, and of each that is about one of its files."""
    for rule in concord.app.url_map.iter_rules():
        if "GET" in rule.methods and "draft_id" in rule.arguments:
            place = re.sub(r"<(?:\w+:)?draft_id>", str(draft_id), str(rule))
            if rule.arguments == {"draft_id"}:
                yield place
            elif rule.arguments == {"draft_id", "path"}:
                yield from (place.replace("<path:path>", path) for path in (DIAGRAM, FORM))


def upload(concord, name, content):
    """Bring a file in by the page; return the id of the draft, None when it was refused."""
    browser = concord.browser(*EDITOR)
    form = {"csrf_token": csrf_token(browser, "/workshop"), "file": (io.BytesIO(content), name)}
    answer = browser.post("/workshop/files", data=form)
    assert answer.status_code in {303, 302, 422}
    if answer.status_code == 422:
        assert "There is a problem" in answer.text
        return None
    draft_id = uuid.UUID(answer.location.rpartition("/")[2])
    for page in pages_of(concord, draft_id):
        shown = browser.get(page)
        assert shown.status_code < 500, page
        if shown.mimetype == "text/html":
            assert "<script>alert(1)" not in shown.text, page
        assert b"root:x:" not in shown.data, page
    return draft_id


@pytest.mark.parametrize("content", DIAGRAMS.values(), ids=DIAGRAMS)
def test_any_diagram_becomes_a_draft_or_is_refused_in_words(concord, content):
    assert upload(concord, "all.zip", zipped(FILES | {DIAGRAM: content}))
    modeler = Modeler(concord.app.test_client()).log_in(
        EMAIL, create_access_token(concord.engine, None, EMAIL).token
    )
    answer = modeler.deploy("x", (DIAGRAM, content))
    assert answer.status_code in {200, 400}
    if answer.status_code == 400:
        assert answer.json["message"].startswith("ENGINE-09005")
        assert len(answer.json["message"]) < 50_000
    try:
        files = {path: body.decode() for path, body in (FILES | {DIAGRAM: content}).items()}
    except UnicodeDecodeError:
        return  # JSON carries text only
    program = concord.api(*EDITOR)
    assert program.post("/checks", {"files": files}).status_code in {200, 422}
    assert program.post("/deployments", {"files": files}).status_code in {201, 422}


@pytest.mark.parametrize("number", range(max(map(len, OTHERS.values()))))
def test_any_other_files_become_parts_of_a_draft(concord, number):
    broken = {path: contents[number % len(contents)] for path, contents in OTHERS.items()}
    assert upload(concord, "all.zip", zipped(FILES | broken))


@pytest.mark.parametrize("content", PROCEDURES.values(), ids=PROCEDURES)
def test_a_wrong_procedure_file_is_refused_in_words(concord, content):
    assert upload(concord, "all.zip", zipped(FILES | {"procedure.toml": content})) is None
