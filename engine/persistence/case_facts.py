"""What the manager's report counts, one row for each case that was raised, kept by a job."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base

FACTS_LABEL = "case_facts.facts"
FIGURES_LABEL = "kept_report.figures"
"""What the sealed values of a row are bound to."""


class CaseFacts(Base):
    """The times and codes of one case, derived from its rows and its answers; never a text."""

    __tablename__ = "case_facts"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    partnership_key: Mapped[str] = mapped_column(ForeignKey("partnership.key"))
    process_definition_id: Mapped[int] = mapped_column(ForeignKey("process_definition.id"))
    """The version that was in force when the case was raised, whatever it follows now."""
    raised_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    facts: Mapped[bytes]
    """Sealed, because the codes come from answers."""

    __table_args__ = (
        # All that counting needs, so that it reads no facts.
        Index(
            "ix_case_facts_raised",
            "partnership_key",
            "raised_at",
            "ended_at",
            "process_definition_id",
        ),
        Index("ix_case_facts_ended", "partnership_key", "ended_at"),
    )


class KeptReport(Base):
    """The figures of one period of a partnership with many cases, counted by a job."""

    __tablename__ = "kept_report"
    partnership_key: Mapped[str] = mapped_column(ForeignKey("partnership.key"), primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    """As an address names it: `2026-07.quarter`."""
    as_at: Mapped[datetime]
    figures: Mapped[bytes]
    """Sealed."""
