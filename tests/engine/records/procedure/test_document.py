"""Page, PDF and DOCX say the same, and the same version always gives the same bytes."""

import io
from dataclasses import asdict, replace
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.ns import qn

from engine.definitions.documentation import document_procedure
from engine.definitions.subject import read_subject
from engine.errors import RecordNotMadeError
from engine.records.blocks import Picture, Table
from engine.records.png import draw_as_png
from engine.records.procedure import Imprint, lay_out
from engine.records.typesetting import typeset
from engine.records.word_file import write_word_file
from tests.support.engine import berkshire_bundle
from tests.support.pdf import elements_of, letters_of, opened

AT = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
NOT_TOLD = {"kind", "svg", "path", "element_id", "alternative", "caption"}


def laid_out(bundle):
    imprint = Imprint("Edition of 25 March 2026", "Version 2", "Berkshire", AT, bundle.content_hash)
    return lay_out(document_procedure(read_subject(bundle.files)), bundle.files, imprint)


@pytest.fixture(scope="module")
def document():
    return laid_out(berkshire_bundle())


@pytest.fixture(scope="module")
def pdf(document):
    return typeset(document)


@pytest.fixture(scope="module")
def word(document):
    return write_word_file(document)


def words_in(value):
    """Yield every line that the document has for its readers."""
    if isinstance(value, str):
        yield from value.splitlines()
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in NOT_TOLD:
                yield from words_in(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from words_in(one)


def pictures_of(document):
    return [
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Picture)
    ]


def squeezed(text):
    return "".join(text.split())


def test_the_pdf_says_all_of_it(document, pdf):
    said = letters_of(pdf).replace(" ", "")
    missing = [line for line in words_in(asdict(document)) if squeezed(line) not in said]
    # A line that goes over the end of a page has the foot and the head of pages in it.
    assert len(missing) < 40
    assert not [line for line in missing if len(line) < 25]


def test_the_docx_says_all_of_it(document, word):
    opened_word = docx.Document(io.BytesIO(word))
    texts = [paragraph.text for paragraph in opened_word.paragraphs]
    texts += [cell.text for table in opened_word.tables for row in table.rows for cell in row.cells]
    texts += [paragraph.text for paragraph in opened_word.sections[0].footer.paragraphs]
    said = squeezed("".join(texts))
    assert [line for line in words_in(asdict(document)) if squeezed(line) not in said] == []


def test_the_pdf_is_tagged_with_heads_of_tables_and_alternative_texts(document, pdf):
    elements = list(elements_of(pdf))
    kinds = [kind for kind, _ in elements]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= set(kinds)
    tables = [b for section in document.sections for b in section.blocks if isinstance(b, Table)]
    assert kinds.count("/Table") == len(tables)
    figures = [entries for kind, entries in elements if kind == "/Figure"]
    assert {figure["/Alt"] for figure in figures} == {p.alternative for p in pictures_of(document)}
    assert opened(pdf).trailer["/Root"]["/Lang"] == "en-GB"


def test_the_pdf_lies_on_its_side(pdf):
    page = opened(pdf).pages[1].mediabox
    assert page.width > page.height


def test_the_docx_has_headings_heads_of_tables_and_alternative_texts(document, word):
    opened_word = docx.Document(io.BytesIO(word))
    headings = [p.text for p in opened_word.paragraphs if p.style.name == "Heading 1"]
    assert headings == [section.heading for section in document.sections]
    for table in opened_word.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    shapes = opened_word.inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in shapes] == [
        picture.alternative for picture in pictures_of(document)
    ]
    assert opened_word.core_properties.created == AT.replace(tzinfo=AT.tzinfo)
    assert opened_word.core_properties.title == document.title


def test_the_same_version_gives_the_same_bytes(document, pdf, word):
    again = laid_out(berkshire_bundle())
    assert again == document
    assert typeset(again) == pdf
    assert write_word_file(again) == word


def test_any_text_becomes_a_docx(document):
    odd = replace(document, title="a\0b \x0b <w:t> & \ufffe 文", sections=())
    opened_word = docx.Document(io.BytesIO(write_word_file(odd)))
    assert opened_word.paragraphs[0].text == "a\ufffdb \ufffd <w:t> & \ufffd 文"


def test_a_picture_that_cannot_be_drawn_is_refused():
    with pytest.raises(RecordNotMadeError):
        draw_as_png(["<svg"])
