"""A case is one difference of opinion: the unit that people see."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base

UNCOUNTED = text("raised_at IS NOT NULL AND counted_history < history_count")


class Case(Base):
    """One difference of opinion about a child, from raising to its end."""

    __tablename__ = "case_file"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    area_key: Mapped[str] = mapped_column(ForeignKey("area.key"))
    partnership_key: Mapped[str] = mapped_column(ForeignKey("partnership.key"))
    process_definition_id: Mapped[int] = mapped_column(ForeignKey("process_definition.id"))
    started_by: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime]
    raised_at: Mapped[datetime | None]
    stage: Mapped[str]
    stage_started_at: Mapped[datetime]
    """When the main process last entered this stage, or began its limit anew."""
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    """The id of the end event that the main process reached."""
    closed_as: Mapped[str | None]
    """Why it was closed outside the procedure, as a `Closing`; null: the procedure ended it."""
    identity_hint: Mapped[bytes | None]
    """Sealed; erased when the case ends."""
    open_instances: Mapped[int]
    history_count: Mapped[int]
    counted_history: Mapped[int] = mapped_column(default=0, server_default="0")
    """How long the history was that the report's facts were read from; 0: it has none."""
    history_hash: Mapped[str]
    revision: Mapped[int]

    # What the report does not know yet is little: the index holds nothing else.
    __table_args__ = (
        Index(
            "ix_case_file_uncounted",
            "partnership_key",
            postgresql_where=UNCOUNTED,
            sqlite_where=UNCOUNTED,
        ),
    )


class CaseAgency(Base):
    """An agency that takes part in a case, by side."""

    __tablename__ = "case_agency"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    agency_key: Mapped[str] = mapped_column(ForeignKey("agency.key"), primary_key=True)
    side: Mapped[str]


class FormerAgency(Base):
    """An agency that left a case, and the one that has its part in it now."""

    __tablename__ = "former_agency"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    agency_key: Mapped[str] = mapped_column(ForeignKey("agency.key"), primary_key=True)
    successor_key: Mapped[str] = mapped_column(ForeignKey("agency.key"))
    """After several changes, the last one."""
    left_at: Mapped[datetime]


class CaseAccess(Base):
    """A group (role of an agency) or a person that the case has reached, and so may see it.

    Never a row per member of a group: `person_id` is 0 for a group.
    """

    __tablename__ = "case_access"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    agency_key: Mapped[str] = mapped_column(ForeignKey("agency.key"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[datetime]

    __table_args__ = (
        Index("ix_case_access_group", "agency_key", "role", "person_id", "case_id"),
        Index("ix_case_access_person", "person_id", "case_id"),
    )


class CaseChildNumber(Base):
    """A keyed digest of a case number of the child, to find open cases about the same child.

    The number itself stays sealed with the answers. Gone when the case ends.
    """

    __tablename__ = "case_child_number"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True, index=True)


class CaseLink(Base):
    """Two cases that belong together, told from the later one."""

    __tablename__ = "case_link"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    other_case_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("case_file.id"), primary_key=True, index=True
    )
    kind: Mapped[str]
    """A `CaseLinkKind`."""
    linked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    linked_at: Mapped[datetime]


class CaseClosing(Base):
    """What somebody wrote who closed a case outside its procedure."""

    __tablename__ = "case_closing"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    answers: Mapped[bytes]
    """Sealed: the answers to the form CLOSE-OTHER and, as `KEPT_REASONS`, why a text stays."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agency_key: Mapped[str] = mapped_column(ForeignKey("agency.key"))
    closed_at: Mapped[datetime]


CLOSING_LABEL = "case_closing.answers"
HINT_LABEL = "case_file.identity_hint"
"""What the sealed texts of a row are bound to."""
KEPT_REASONS = "kept_reasons"
"""By question: why something stays that looks like personal data. No question has this key."""


class ReferenceCounter(Base):
    """The last number given out for a prefix in a year."""

    __tablename__ = "reference_counter"
    prefix: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
