"""The page of a procedure in words, and its files."""

import html
import io
import re
from dataclasses import asdict

import docx
import pytest

from engine.records.procedure import document_version
from engine.workshop.drafts import begin_draft
from tests.support.pdf import letters_of

EDITOR = ("editor", "berkshire-partnership")
READER = ("practitioner", "reading-school")
SHAPES = {"kind", "svg", "path", "element_id", "alternative", "caption", "reference", "as_at"}


@pytest.fixture
def version(concord):
    items = concord.api(*READER).get("/process-definitions?key=berkshire_escalation").json["items"]
    return next(item["id"] for item in items if item["edition"] == "2026-03-25")


@pytest.fixture
def draft(concord, version):
    return begin_draft(concord.engine, concord.actor(*EDITOR), version, "Twelve hours")


def lines_of(value):
    if isinstance(value, str):
        yield from value.splitlines()
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in SHAPES:
                yield from lines_of(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from lines_of(one)


def squeezed(text):
    return "".join(text.split())


def test_the_page_says_what_pdf_and_docx_say(concord, version):
    page = concord.browser(*READER).get(f"/procedures/{version}/document").text
    with concord.engine.open_reading() as work:
        told = document_version(concord.engine, work, concord.actor(*READER), version)
    said = squeezed(html.unescape(re.sub(r"<[^>]+>", "", page)))
    lines = list(lines_of(asdict(told.document)))
    assert len(lines) > 1_000
    assert [line for line in lines if squeezed(line) not in said] == []


def test_the_diagram_leads_to_the_rows(concord, version):
    page = concord.browser(*READER).get(f"/procedures/{version}/document").text
    for element in set(re.findall(r'href="#(element-[^"]+)"', page)):
        assert page.count(f'id="{element}"') == 1


def test_the_files_are_named_and_kept_by_their_tag(concord, version):
    browser = concord.browser(*READER)
    pdf = browser.get(f"/procedures/{version}/document.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.headers["Content-Disposition"] == (
        'attachment; filename="berkshire-escalation-2026-03-25-version-2.pdf"'
    )
    assert "Linemanagers" in letters_of(pdf.data)
    word = browser.get(f"/procedures/{version}/document.docx")
    assert docx.Document(io.BytesIO(word.data)).tables
    assert pdf.headers["ETag"] != word.headers["ETag"]
    known = {"If-None-Match": word.headers["ETag"]}
    again = browser.get(f"/procedures/{version}/document.docx", headers=known)
    assert (again.status_code, again.data) == (304, b"")


def test_a_draft_is_for_editors_of_its_partnership(concord, draft):
    path = f"/workshop/drafts/{draft}/document"
    page = concord.browser(*EDITOR).get(path)
    assert page.status_code == 200
    assert "Draft, revision 1" in page.text
    assert concord.browser(*EDITOR).get(f"{path}.pdf").status_code == 200
    for role in (READER, ("editor", "tees-partnership")):
        assert concord.browser(*role).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/procedures/999/document", "/procedures/999/document.pdf"])
def test_what_is_not_there_is_not_found(concord, path):
    assert concord.browser(*READER).get(path).status_code == 404


def test_an_unknown_kind_of_file_is_not_found(concord, version):
    answer = concord.browser(*READER).get(f"/procedures/{version}/document.odt")
    assert answer.status_code == 404
