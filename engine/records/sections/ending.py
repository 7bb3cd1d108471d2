"""How a case was closed outside its procedure, and which other cases belong to it."""

from collections.abc import Iterator

from engine.definitions.application_forms import CLOSE_OTHER, application_form
from engine.queries.closings import ClosingText
from engine.records.answers import labelled
from engine.records.blocks import Answers, Block, Paragraph, Section, Table
from engine.records.case_file import CaseFile
from engine.records.words import moment
from engine.vocabulary import CASE_LINKS, CaseLinkKind

HEAD = ("How it belongs", "Case", "Begun", "Ended", "Linked")
WIDTHS = (2.2, 1.8, 1.6, 1.6, 1.6)


def closing(file: CaseFile) -> Section | None:
    """Return what was written when the case was closed outside its procedure."""
    if file.closing is None:
        return None
    return Section("Closed outside the procedure", tuple(_closing(file, file.closing)))


def links(file: CaseFile) -> Section | None:
    """Return the cases that belong to this one, as far as the reader may see them too."""
    if not file.links:
        return None
    rows = [
        (
            CASE_LINKS[CaseLinkKind(link.kind), link.is_earlier],
            link.reference,
            moment(link.started_at),
            moment(link.ended_at),
            moment(link.linked_at),
        )
        for link in file.links
    ]
    return Section("Cases that belong to this one", (Table(HEAD, rows, WIDTHS),))


def _closing(file: CaseFile, text: ClosingText) -> Iterator[Block]:
    yield Paragraph(f"{text.person_name}, {text.agency_name}, {moment(text.closed_at)}")
    yield Answers(labelled(file.work, application_form(CLOSE_OTHER), text.answers))
