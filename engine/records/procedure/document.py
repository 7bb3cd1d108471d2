"""Lays the documentation of a procedure out in sections."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.definitions.documentation.model import Documentation
from engine.records.blocks import Block, Digest, Document, Facts, Paragraph, Points, Section
from engine.records.procedure.lists import clause_section, form_section, lane_section
from engine.records.procedure.parts import part_sections
from engine.records.procedure.pictures import pictures
from engine.records.words import moment

HOW = (
    "Written from the diagrams and forms themselves: what stands here is what happens in a case. "
    "Names in quotation marks are those of steps, questions and answers."
)
DRAWN = "The tables above say the same in words."
SAME = (
    "The same version always gives the same document. The number below is worked out over all of "
    "its files: another number means other files."
)


@dataclass(frozen=True)
class Imprint:
    """Which version, or which revision of a draft, is documented."""

    edition: str
    """In words, such as “Edition of 25 March 2026”."""
    version: str
    """In words, such as “Version 3” or “Draft, revision 12”."""
    partnership: str
    at: datetime
    """When these files were brought in or saved."""
    content_hash: str


def lay_out(documentation: Documentation, files: Mapping[str, bytes], imprint: Imprint) -> Document:
    """Return the documentation as a document; the same arguments give the same document."""
    rows = [
        ("Partnership", imprint.partnership),
        ("Edition", imprint.edition),
        ("Version", imprint.version),
        ("As of", moment(imprint.at)),
    ]
    return Document(
        title=documentation.title,
        subtitle="What happens in a case, step by step",
        reference=f"{documentation.title}, {imprint.edition}, {imprint.version}",
        as_at=moment(imprint.at),
        made_of=imprint.at.astimezone(UTC).timetuple()[:6],
        head=Facts(tuple(row for row in rows if row[1])),
        sections=tuple(_sections(documentation, files, imprint)),
        is_wide=True,
    )


def _sections(
    documentation: Documentation, files: Mapping[str, bytes], imprint: Imprint
) -> Iterator[Section]:
    yield Section("In brief", tuple(_in_brief(documentation)))
    yield from part_sections(documentation)
    yield from lane_section(documentation)
    yield from form_section(documentation)
    yield from clause_section(documentation)
    drawn = tuple(pictures(documentation, files))
    if drawn:
        yield Section("Diagrams", (Paragraph(DRAWN), *drawn))
    number = Digest("Files of this version, SHA-256", imprint.content_hash)
    yield Section("How to tell this version", (Paragraph(SAME), number))


def _in_brief(documentation: Documentation) -> Iterator[Block]:
    if documentation.about:
        yield Paragraph(documentation.about)
    yield Paragraph(HOW)
    if documentation.stages:
        yield Paragraph("The stages, in their order:")
        yield Points(documentation.stages)
    if documentation.unread:
        yield Paragraph("Not everything could be read, so parts are missing here:")
        yield Points(documentation.unread)
