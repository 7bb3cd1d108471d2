"""Cases that an administrator has opened to read what people wrote, each with the reason."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base

REASON_LABEL = "case_opening.reason"
"""What the sealed reason of a row is bound to."""


class CaseOpening(Base):
    """One time that an administrator opened a case; it ends by itself and is never deleted."""

    __tablename__ = "case_opening"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    opened_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    reason: Mapped[bytes]
    """Sealed: it may say something of the case."""
    ends_at: Mapped[datetime]
    """An opening that was ended earlier ends then."""

    __table_args__ = (Index("ix_case_opening_latest", "case_id", "opened_by", "ends_at"),)
