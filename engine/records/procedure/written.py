"""The documentation of a version or of a draft, for those who may read it."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.definitions.bundle import Bundle
from engine.definitions.documentation import document_procedure
from engine.definitions.subject import read_subject
from engine.errors import DocumentNotMadeError, RecordNotMadeError
from engine.persistence.directory import Partnership
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.definitions import load_definition, load_sources
from engine.queries.draft_revisions import list_revisions
from engine.queries.procedure_drafts import draft_files, load_draft
from engine.records.blocks import Document
from engine.records.procedure.document import Imprint, lay_out
from engine.records.typesetting import as_data, typeset
from engine.records.word_file import write_word_file
from engine.records.words import edition_in_words


@dataclass(frozen=True)
class ProcedureDocument:
    """What a procedure says, before it becomes a page or a file."""

    document: Document
    files: Mapping[str, bytes]
    name: str
    """What a file of it is called, without an ending."""

    @property
    def digest(self) -> str:
        """SHA-256 over all that it says."""
        return hashlib.sha256(orjson.dumps(as_data(self.document))).hexdigest()

    def as_pdf(self) -> bytes:
        """Return it as an accessible PDF; the same words give the same bytes.

        Raises:
            DocumentNotMadeError: it is too long, others are being made, or it could not be set.
        """
        try:
            return typeset(self.document)
        except RecordNotMadeError as error:
            raise DocumentNotMadeError from error

    def as_docx(self) -> bytes:
        """Return it as a DOCX file; the same words give the same bytes.

        Raises:
            DocumentNotMadeError: its drawings are too large, or others are being drawn.
        """
        try:
            return write_word_file(self.document)
        except RecordNotMadeError as error:
            raise DocumentNotMadeError from error


def document_version(
    engine: Engine, work: UnitOfWork, actor: Actor, process_definition_id: int
) -> ProcedureDocument:
    """Return the documentation of a version.

    Raises:
        NotFoundError: there is no such version, or the actor may not see it.
    """
    row = load_definition(engine, work, actor, process_definition_id)
    files = load_sources(engine, work, actor, process_definition_id)
    imprint = Imprint(
        edition=edition_in_words(row.edition),
        version=f"Version {row.version}",
        partnership=_partnership(work, row.partnership_key),
        at=row.deployed_at,
        content_hash=Bundle(files).content_hash,
    )
    return _documented(files, imprint, f"{row.key}-{row.edition}-version-{row.version}")


def document_draft(work: UnitOfWork, actor: Actor, draft_id: uuid.UUID) -> ProcedureDocument:
    """Return the documentation of a draft as it is now, as far as its files can be read.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
    """
    draft = load_draft(work, actor, draft_id)
    files = draft_files(work, actor, draft_id, draft.revision)
    newest = list_revisions(work, actor, draft_id, limit=1).rows[0]
    imprint = Imprint(
        edition=edition_in_words(draft.edition),
        version=f"Draft, revision {draft.revision}",
        partnership=draft.partnership_name,
        at=newest.saved_at,
        content_hash=Bundle(files).content_hash,
    )
    return _documented(files, imprint, f"{draft.key}-{draft.edition}-draft-{draft.revision}")


def _documented(files: Mapping[str, bytes], imprint: Imprint, name: str) -> ProcedureDocument:
    documentation = document_procedure(read_subject(files))
    safe = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)
    return ProcedureDocument(lay_out(documentation, files, imprint), files, safe)


def _partnership(work: UnitOfWork, key: str) -> str:
    query = select(Partnership.name).where(Partnership.key == key)
    return work.session.scalar(query) or key
