"""Writes a document as a DOCX file: real headings, real tables, the same bytes every time."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph

from engine.definitions import archive
from engine.records.blocks import (
    Answers,
    Block,
    Cell,
    Chart,
    Digest,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Points,
    Table,
)
from engine.records.png import draw_as_png
from engine.records.typesetting import MOST_BYTES
from engine.records.word_text import readable

SHORT, LONG, MARGIN = Mm(210), Mm(297), Mm(18)
FONT = "Arial"
"""A typeface that every word processor has; the file carries none."""
SMALL = Pt(8.5)
LANGUAGE = "en-GB"
_MOST_FILES = 1_000


def write_word_file(document: Document) -> bytes:
    """Return the document as DOCX; pictures become PNG, with their words as alternative text.

    Raises:
        RecordNotMadeError: a picture could not be drawn, or others are being drawn.
    """
    word = docx.Document()
    _set_up(word, document)
    word.add_heading(readable(document.title), level=0)
    word.add_paragraph(readable(document.subtitle))
    _Writer(word, _drawn(document)).write(document)
    return _repacked(word)


class _Writer:
    """Adds blocks to a file of which the pictures are drawn."""

    def __init__(self, word: WordDocument, pngs: dict[str, bytes]) -> None:
        self._word = word
        self._pngs = pngs
        page = word.sections[0]
        self._width = Emu((page.page_width or LONG) - 2 * MARGIN)
        self._height = Emu((page.page_height or SHORT) - 3 * MARGIN)

    def write(self, document: Document) -> None:
        self._block(document.head)
        for section in document.sections:
            self._word.add_heading(readable(section.heading), level=1)
            for block in section.blocks:
                self._block(block)

    def _block(self, block: Block | Heading) -> None:
        match block:
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)
            case Facts() | Answers():
                self._facts(block.rows)
            case Digest():
                self._facts([(block.label, block.digits)])
            case Chart():
                # The table beside it says the same.
                self._text(block.alternative)
            case _:
                self._words(block)

    def _words(self, block: Heading | Paragraph | Points) -> None:
        if isinstance(block, Heading):
            self._word.add_heading(readable(block.text), level=2)
            self._text(block.byline)
        elif isinstance(block, Points):
            for item in block.items:
                self._word.add_paragraph(readable(item), style="List Bullet")
        else:
            self._text(block.text)

    def _text(self, text: str) -> None:
        if text:
            self._word.add_paragraph(readable(text))

    def _facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Write labels with what belongs to them: paragraphs, which need no head of columns."""
        for label, value in rows:
            paragraph = self._word.add_paragraph()
            paragraph.add_run(readable(f"{label}: ")).bold = True
            paragraph.add_run(readable(value))

    def _table(self, block: Table) -> None:
        table = self._word.add_table(rows=1, cols=len(block.head), style="Table Grid")
        table.autofit = False
        for cell, text in zip(table.rows[0].cells, block.head, strict=True):
            _fill(cell, Cell(text, ""))
        _mark_as_head(table)
        for row in block.rows:
            for cell, content in zip(table.add_row().cells, row, strict=True):
                _fill(cell, content)
        self._share_width(table, block.widths)

    def _share_width(self, table: WordTable, widths: Sequence[float]) -> None:
        whole = sum(widths)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Emu(int(self._width * width / whole))
            for cell in column.cells:
                cell.width = column.width

    def _picture(self, block: Picture) -> None:
        caption = self._word.add_paragraph()
        caption.add_run(readable(block.caption)).bold = True
        caption.paragraph_format.keep_with_next = True
        shape = self._word.add_picture(io.BytesIO(self._pngs[block.svg]), width=self._width)
        if shape.height > self._height:
            shape.width = Emu(int(shape.width * self._height / shape.height))
            shape.height = self._height
        shape._inline.docPr.set("descr", readable(block.alternative))  # noqa: SLF001 - no public way
        shape._inline.docPr.set("title", readable(block.caption))  # noqa: SLF001


def _drawn(document: Document) -> dict[str, bytes]:
    blocks = (block for section in document.sections for block in section.blocks)
    svgs = list(dict.fromkeys(block.svg for block in blocks if isinstance(block, Picture)))
    return dict(zip(svgs, draw_as_png(svgs), strict=True)) if svgs else {}


def _set_up(word: WordDocument, document: Document) -> None:
    page = word.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE if document.is_wide else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (LONG, SHORT) if document.is_wide else (SHORT, LONG)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    normal.element.get_or_add_rPr().append(language)
    made = datetime(*document.made_of, tzinfo=UTC)
    about = word.core_properties
    about.title, about.author, about.language = readable(document.title), "Concord", LANGUAGE
    about.subject, about.comments = readable(document.subtitle), ""
    about.created = about.modified = made
    _number_pages(page.footer.paragraphs[0], document)


def _number_pages(footer: WordParagraph, document: Document) -> None:
    footer.add_run(readable(f"{document.reference}, as at {document.as_at}. Page "))
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)  # noqa: SLF001 - python-docx has no fields


def _fill(cell: WordCell, content: str | Cell) -> None:
    lead, text = (content.lead, content.text) if isinstance(content, Cell) else ("", content)
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if lead:
        paragraph.add_run(readable(lead)).bold = True
    if text:
        paragraph.add_run(readable(f"\n{text}" if lead else text))
    for run in paragraph.runs:
        run.font.size = SMALL


def _mark_as_head(table: WordTable) -> None:
    """Let the first row come again on each page, and be read out as the head of its columns."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no such setting


def _repacked(word: WordDocument) -> bytes:
    """Return the file without the moment at which it was written."""
    written = io.BytesIO()
    word.save(written)
    files = archive.unpacked(written.getvalue(), max_files=_MOST_FILES, max_bytes=4 * MOST_BYTES)
    return archive.packed(files)
