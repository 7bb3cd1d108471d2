"""The record of one case: for the agencies' own files, for an inspector, for a case review."""

import hashlib
from dataclasses import dataclass
from datetime import UTC

import orjson

from engine.access import Actor
from engine.context import Engine
from engine.persistence.unit_of_work import UnitOfWork
from engine.records.blocks import Document
from engine.records.case_file import load_case_file
from engine.records.head import head
from engine.records.sections import SECTIONS
from engine.records.typesetting import as_data, typeset
from engine.records.words import moment


@dataclass(frozen=True)
class CaseRecord:
    """What a record says, before it is set."""

    document: Document

    @property
    def digest(self) -> str:
        """SHA-256 over all that it says: two records with the same one are the same file."""
        return hashlib.sha256(orjson.dumps(as_data(self.document))).hexdigest()

    def as_pdf(self) -> bytes:
        """Return the record as an accessible PDF.

        Raises:
            RecordNotMadeError: it is too long, others are being made, or it could not be set.
        """
        return typeset(self.document)


def write_case_record(engine: Engine, work: UnitOfWork, actor: Actor, reference: str) -> CaseRecord:
    """Return the record of a case as the actor may see it, as of the last thing that happened.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    file = load_case_file(engine, work, actor, reference)
    found = (section(file) for section in SECTIONS)
    return CaseRecord(
        Document(
            title=f"Record of case {file.case.reference}",
            subtitle=file.case.procedure,
            reference=file.case.reference,
            as_at=moment(file.as_at),
            made_of=file.as_at.astimezone(UTC).timetuple()[:6],
            head=head(file),
            sections=tuple(section for section in found if section is not None),
        )
    )


def case_record(engine: Engine, work: UnitOfWork, actor: Actor, reference: str) -> bytes:
    """Return the record of a case as an accessible PDF.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
        RecordNotMadeError: it is too long, others are being made, or it could not be set.
    """
    return write_case_record(engine, work, actor, reference).as_pdf()
