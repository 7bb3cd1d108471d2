"""Procedure drafts: files on their way to a new version, each saved state of them, and reviews."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, JsonValue


class ProcedureFile(Base):
    """The content of a file, stored once however many revisions hold it; it never changes."""

    __tablename__ = "procedure_file"
    content_hash: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the content, in hexadecimal."""
    content: Mapped[bytes]


class ProcedureDraft(Base):
    """The files of one edition on the way to a new version."""

    __tablename__ = "procedure_draft"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    partnership_key: Mapped[str] = mapped_column(ForeignKey("partnership.key"), index=True)
    key: Mapped[str]
    """As `procedure.toml` says, and so the edition and, at first, the title."""
    edition: Mapped[str]
    title: Mapped[str]
    based_on: Mapped[int | None] = mapped_column(ForeignKey("process_definition.id"))
    """The version of which it began as a copy; empty: it began with files from outside."""
    state: Mapped[str]
    """A `ProcedureDraftState`."""
    revision: Mapped[int]
    """The number of the newest revision."""
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    changed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
    published_as: Mapped[int | None] = mapped_column(ForeignKey("process_definition.id"))


class DraftRevision(Base):
    """One saved state of a draft, numbered from 1; it never changes."""

    __tablename__ = "draft_revision"
    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_draft.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    files: Mapped[JsonValue]
    """Hashes of the contents by path."""
    saved_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
    summary: Mapped[str]
    goes_back_to: Mapped[int | None]
    """The revision whose files it brought back."""


class DraftPresence(Base):
    """Where in a draft somebody was last seen."""

    __tablename__ = "draft_presence"
    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_draft.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    path: Mapped[str]
    seen_at: Mapped[datetime]


class DraftReview(Base):
    """A revision submitted for approval, and what became of it."""

    __tablename__ = "draft_review"
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_draft.id"), index=True)
    revision: Mapped[int]
    submitted_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime]
    note: Mapped[str]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None]
    """Approved or returned, as `ReviewDecision` has it."""
    words: Mapped[str]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who withdrew it, or saved something after it was submitted; its decision stays known."""
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        # Of two people who submit at once, one does.
        Index(
            "ix_draft_review_open",
            "draft_id",
            unique=True,
            postgresql_where=text("decided_at IS NULL AND withdrawn_at IS NULL"),
            sqlite_where=text("decided_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )


class DraftComment(Base):
    """What somebody says about a file of a draft, or about one element in it."""

    __tablename__ = "draft_comment"
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_draft.id"), index=True)
    path: Mapped[str]
    element_id: Mapped[str | None]
    words: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    resolved_at: Mapped[datetime | None]
