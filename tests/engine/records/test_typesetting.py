"""Any text at all becomes pages: as it was typed, accessible, and the same every time."""

import subprocess
import sys
import unicodedata

import orjson
import pytest
import typst

from engine.errors import RecordNotMadeError
from engine.records import setting_process
from engine.records.blocks import (
    Answers,
    Digest,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Points,
    Section,
    Table,
)
from engine.records.letters import known_letters
from engine.records.typesetting import MOST_BYTES, as_data, typeset
from tests.support.pdf import elements_of, letters_of, opened, text_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"></svg>'


def document(*blocks):
    return Document(
        title="Record of case TST-2026-000001",
        subtitle="A procedure",
        reference="TST-2026-000001",
        as_at="Mon 7 Sep 2026, 10:00",
        made_of=(2026, 9, 7, 9, 0, 0),
        head=Facts([("Reference", "TST-2026-000001")]),
        sections=[Section("What was said", blocks)],
    )


EVERY_BLOCK = document(
    Paragraph("One.\n\nTwo."),
    Points(["First", "Second"]),
    Heading("A step", "Somebody"),
    Answers([("Why?", "Because.")]),
    Table(["When", "What"], [["Today", "Nothing"]], [1, 2]),
    Picture(SVG, "A square with nothing in it", "Square", is_wide=True),
    Digest("Number", "ab" * 32),
)
TYPED = (
    '#read("/etc/passwd")',
    "*bold* _slanted_ `code` = no heading",
    "$x^2$ @somebody <label> // no comment /* none */",
    "back\\slash \\u{41} {code} [content] ~ -- ---",
    "#panic() #include #let x = 1; #sys.inputs",
    "</text><script>alert(1)</script> & &amp; %s {0}",
)


def set_by_itself(wanted, **surroundings):
    """Set a document with nothing done to its letters; return the file."""
    command = [sys.executable, "-I", setting_process.__file__]
    record = orjson.dumps(as_data(wanted))
    made = subprocess.run(command, input=record, capture_output=True, check=True, **surroundings)
    return made.stdout


@pytest.mark.parametrize("typed", TYPED)
def test_what_people_type_is_printed_as_it_is_and_never_obeyed(typed):
    pdf = typeset(
        document(Paragraph(typed), Answers([(typed, typed)]), Table([typed], [[typed]], [1]))
    )
    assert letters_of(pdf).count(typed.replace(" ", "")) == 5
    assert "root:" not in text_of(pdf)


def test_the_letters_of_many_languages_are_printed():
    words = "Ŵyn ŷd Łódź Αθήνα Привет Tiếng שלום"
    shown = text_of(typeset(document(Paragraph(words))))
    assert all(word in shown for word in words.split()[:6])
    assert "U+" not in shown


def test_arabic_letters_are_printed():
    pdf = typeset(document(Paragraph("سلام")))
    assert "U+" not in text_of(pdf)
    fonts = {font["/BaseFont"] for page in opened(pdf).pages for font in fonts_of(page)}
    assert any("DejaVu" in font for font in fonts)


def fonts_of(page):
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def test_a_letter_that_no_font_has_is_named():
    shown = text_of(typeset(document(Paragraph("a 😀 b 文 c \x07 d"))))
    assert "a [U+1F600 grinning face] b [U+6587] c [U+0007] d" in shown


def test_half_a_character_is_named():
    assert "[U+D83D]" in text_of(typeset(document(Paragraph("a \ud83d b"))))


def test_a_letter_and_a_mark_of_two_fonts_are_named():
    shown = text_of(typeset(document(Paragraph("Ж\u064e and س\u064e Łódź"))))
    assert "Ж[U+064E] and " in shown
    assert "Łódź" in shown


def test_every_letter_that_counts_as_known_can_be_set():
    # A mark needs a letter of its own font to stand on.
    letters = [one for one in sorted(known_letters()) if unicodedata.category(one)[0] != "M"]
    words = " ".join(f"a{letter}b" for letter in letters)
    set_by_itself(document(Paragraph(words), Table([words], [], [1])))


def test_a_very_long_word_stays_on_the_page():
    pdf = typeset(document(Paragraph("a" * 2_000), Table(["A", "B"], [["b" * 500, "c"]], [1, 1])))
    assert "a" * 2_000 in letters_of(pdf)
    assert "b" * 500 in letters_of(pdf)
    lines = [line for page in opened(pdf).pages for line in page.extract_text().splitlines()]
    assert max(len(line) for line in lines if line.startswith("aaa")) < 150


def test_a_very_long_answer_is_there_to_its_last_word():
    answer = " ".join(f"word{number}" for number in range(7_000))[:50_000] + " lastword"
    pdf = typeset(document(Answers([("Why?", answer)])))
    assert "lastword" in text_of(pdf)
    assert "word3500" in text_of(pdf)


def test_five_hundred_rows_have_their_heads_on_every_page():
    rows = [[str(number), f"Row {number} of many"] for number in range(500)]
    pdf = typeset(document(Table(["Number", "Words"], rows, [1, 5])))
    pages = [page.extract_text() for page in opened(pdf).pages]
    assert all("Words" in page for page in pages)
    assert "Row 499 of many" in pages[-1]
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]


def test_the_same_document_gives_the_same_bytes():
    assert typeset(EVERY_BLOCK) == typeset(EVERY_BLOCK)


def test_another_machine_gives_the_same_bytes(tmp_path):
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>")
    elsewhere = {
        "HOME": str(tmp_path),
        "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"),
        "TZ": "Pacific/Auckland",
        "LANG": "cy_GB.UTF-8",
        "SOURCE_DATE_EPOCH": "1",
    }
    assert set_by_itself(EVERY_BLOCK, env=elsewhere, cwd=tmp_path) == typeset(EVERY_BLOCK)


def test_only_our_fonts_are_used():
    names = {
        font["/BaseFont"].split("+")[-1]
        for page in opened(typeset(EVERY_BLOCK)).pages
        for font in fonts_of(page)
    }
    assert all(name.startswith(("SourceSansPro", "DejaVuSansMono")) for name in names)


def test_a_file_is_marked_as_accessible():
    reader = opened(typeset(EVERY_BLOCK))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Record of case TST-2026-000001"
    assert reader.metadata.creation_date.year == 2026
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_headings_tables_and_pictures_are_tagged():
    elements = list(elements_of(typeset(EVERY_BLOCK)))
    kinds = [kind for kind, _ in elements]
    assert {"/H1", "/H2", "/L", "/Table", "/TH", "/TD", "/Figure", "/TOC"} <= set(kinds)
    (figure,) = [element for kind, element in elements if kind == "/Figure"]
    assert figure["/Alt"] == "A square with nothing in it"


def test_the_template_gives_no_warning():
    compiler = typst.Compiler(
        setting_process.TEMPLATE.read_bytes(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(setting_process.FONTS)]),
        ignore_system_fonts=True,
        sys_inputs={"record": orjson.dumps(as_data(EVERY_BLOCK)).decode()},
    )
    _, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards="ua-1", timestamp=0)
    assert warnings == []


def test_more_than_a_machine_can_set_is_refused_in_words():
    with pytest.raises(RecordNotMadeError, match="Nothing is lost"):
        typeset(document(Paragraph("a b " * (MOST_BYTES // 4 + 1))))


def test_a_drawing_that_is_none_is_refused_in_words():
    with pytest.raises(RecordNotMadeError, match="Nothing is lost"):
        typeset(document(Picture("<svg", "Half a drawing", "Half", is_wide=False)))
