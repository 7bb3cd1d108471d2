"""What happened, append-only and hash-chained per case."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, JsonValue


class HistoryEvent(Base):
    """One thing that happened in a case. Holds no text that people typed."""

    __tablename__ = "history_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    number: Mapped[int]
    """Counts from 1 within the case."""
    process_instance_id: Mapped[uuid.UUID | None]
    kind: Mapped[str]
    element_id: Mapped[str | None]
    at: Mapped[datetime]
    person_id: Mapped[int | None]
    agency_key: Mapped[str | None]
    details: Mapped[JsonValue]
    hash: Mapped[str]
    """SHA-256 over the previous event's hash and this event."""

    __table_args__ = (Index("ix_history_event_case", "case_id", "number", unique=True),)
