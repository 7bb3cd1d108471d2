"""The log of the directory: who changed what, when and why."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base


class Change(StrEnum):
    """What became of something in the directory."""

    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"


class DirectoryChange(Base):
    """One change, written in the transaction that makes it. Never changed afterwards."""

    __tablename__ = "directory_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Null: whoever runs the server, by a command."""
    partnership_key: Mapped[str] = mapped_column(ForeignKey("partnership.key"))
    kind: Mapped[str]
    """A `Change`."""
    agency_key: Mapped[str | None] = mapped_column(ForeignKey("agency.key"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str]
    """What changed, as a sentence, with the names of that day."""
    reason: Mapped[str]
    """Empty where nothing was taken away and nobody gave one."""

    __table_args__ = (
        Index("ix_directory_change_newest", "partnership_key", "id"),
        Index("ix_directory_change_person", "person_id", "id"),
    )
