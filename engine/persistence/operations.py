"""What administrators do with process instances, and how far each of it has come."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base

ANSWERS_LABEL = "operation.answers"
BEFORE_LABEL = "operation_item.before"
"""What the sealed values of a row are bound to."""


class Operation(Base):
    """One act of an administrator on one or many process instances. The operation log."""

    __tablename__ = "operation"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """An `OperationKind`."""
    partnership_key: Mapped[str] = mapped_column(ForeignKey("partnership.key"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    reason: Mapped[str]
    answers: Mapped[bytes]
    """Sealed: what was asked for, by question of the kind. It may be a corrected value."""
    total: Mapped[int]

    __table_args__ = (Index("ix_operation_newest", "partnership_key", "asked_at", "id"),)


class OperationItem(Base):
    """One process instance in an operation, written in the transaction that changes it."""

    __tablename__ = "operation_item"
    operation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("operation.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    process_instance_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("process_instance.id"), index=True
    )
    state: Mapped[str]
    """An `ItemState`."""
    outcome: Mapped[str]
    """What happened or why not, as a sentence; empty while it waits."""
    done_at: Mapped[datetime | None]
    revision: Mapped[int | None]
    """The instance's revision after it: as long as it stays, nothing has happened since."""
    before: Mapped[bytes | None]
    """Sealed: the rows of the instance as they were, to be put back."""
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]
    undone_why: Mapped[str | None]

    __table_args__ = (
        Index(
            "ix_operation_item_waiting",
            "operation_id",
            "place",
            postgresql_where=text("state = 'waiting'"),
            sqlite_where=text("state = 'waiting'"),
        ),
    )


class Suspension(Base):
    """A process instance that is held; gone when it is resumed."""

    __tablename__ = "suspension"
    process_instance_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("process_instance.id"), primary_key=True
    )
    since: Mapped[datetime]
    keeps_remaining: Mapped[bool]
    """Whether its limits get the time back that it was held for; otherwise their clocks run on."""
