"""User tasks, who may do them, drafts and submissions."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base

DRAFT_LABEL = "draft.answers"
SUBMISSION_LABEL = "submission.answers"
REMARKS_LABEL = "submission.remarks"
"""What the sealed answers of a row are bound to."""


class UserTask(Base):
    """One thing that a person is asked to do; the id is the workflow's own."""

    __tablename__ = "user_task"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    process_instance_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("process_instance.id"), index=True
    )
    element_id: Mapped[str]
    name: Mapped[str]
    form_key: Mapped[str]
    stage: Mapped[str]
    lane_id: Mapped[str | None]
    role: Mapped[str]
    agency_side: Mapped[str]
    agency_key: Mapped[str | None]
    """The one agency that an “each” task is for."""
    is_danger: Mapped[bool]
    state: Mapped[str]
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    due_element_id: Mapped[str | None]
    """The boundary timer that the due time comes from."""
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    claimed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    completed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    completed_for: Mapped[str | None]
    """The agency that the person acted for."""
    acted_for: Mapped[str | None]
    """The agency whose part that was: as before, or the one that has taken its place since."""
    met_at: Mapped[datetime | None]
    """When what the limit asks for happened, which may be long before it was recorded."""
    late_reason: Mapped[str | None]
    """Why it happened after the limit, as a code of the form LATE."""

    # Somebody's own tasks are few among all: the indexes hold nothing else.
    __table_args__ = (
        Index(
            "ix_user_task_claimed_by",
            "claimed_by",
            postgresql_where=text("claimed_by IS NOT NULL"),
            sqlite_where=text("claimed_by IS NOT NULL"),
        ),
        Index(
            "ix_user_task_completed_by",
            "completed_by",
            "closed_at",
            postgresql_where=text("completed_by IS NOT NULL"),
            sqlite_where=text("completed_by IS NOT NULL"),
        ),
        # What was completed last for a group.
        Index(
            "ix_user_task_done_for",
            "completed_for",
            "role",
            "closed_at",
            postgresql_where=text("completed_by IS NOT NULL"),
            sqlite_where=text("completed_by IS NOT NULL"),
        ),
        # Open tasks are few among all: what is counted at an element costs no more than they do.
        Index(
            "ix_user_task_open",
            "element_id",
            "process_instance_id",
            "due_at",
            postgresql_where=text("state = 'open'"),
            sqlite_where=text("state = 'open'"),
        ),
        # How long a step took, in a period.
        Index(
            "ix_user_task_ended",
            "element_id",
            "closed_at",
            postgresql_where=text("closed_at IS NOT NULL"),
            sqlite_where=text("closed_at IS NOT NULL"),
        ),
        # For whom somebody has acted, in which cases: nobody acts for both sides.
        Index(
            "ix_user_task_acted_for",
            "completed_by",
            "acted_for",
            "case_id",
            postgresql_where=text("completed_by IS NOT NULL"),
            sqlite_where=text("completed_by IS NOT NULL"),
        ),
    )


class TaskCandidate(Base):
    """A group or a person that may do an open user task; gone when the task is closed.

    The order of the inbox (danger first, then by due time) is kept here beside the group, so that
    a page is one walk along the index, whatever else is open.
    """

    __tablename__ = "task_candidate"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_task_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user_task.id"), index=True)
    agency_key: Mapped[str] = mapped_column(ForeignKey("agency.key"))
    role: Mapped[str]
    person_id: Mapped[int]
    """0: every member of the group."""
    sort_key: Mapped[str] = mapped_column(
        String().with_variant(String(collation="C"), "postgresql")
    )
    """Danger first, then by due time, then by opening time; ends in the task's id.

    Compared byte by byte, whatever language a server was set up for: ranges of keys are parts of
    the inbox.
    """

    __table_args__ = (
        UniqueConstraint(
            "user_task_id", "agency_key", "role", "person_id", name="uq_task_candidate_group"
        ),
        Index("ix_task_candidate_inbox", "agency_key", "role", "person_id", "sort_key"),
        Index(
            "ix_task_candidate_named",
            "person_id",
            "sort_key",
            postgresql_where=text("person_id > 0"),
            sqlite_where=text("person_id > 0"),
        ),
    )


class Draft(Base):
    """What a person has typed into a task and not yet submitted; one for each person."""

    __tablename__ = "draft"
    user_task_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user_task.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    agency_key: Mapped[str] = mapped_column(ForeignKey("agency.key"))
    answers: Mapped[bytes]
    saved_at: Mapped[datetime]


class Submission(Base):
    """The answers that somebody sent, whatever became of them. Nothing typed is ever lost."""

    __tablename__ = "submission"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    user_task_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user_task.id"), index=True)
    element_id: Mapped[str]
    form_key: Mapped[str]
    state: Mapped[str]
    answers: Mapped[bytes]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agency_key: Mapped[str] = mapped_column(ForeignKey("agency.key"))
    remarks: Mapped[bytes | None]
    """Sealed: why something stays that looks like personal data, and words about being late."""
    submitted_at: Mapped[datetime]
    idempotency_key: Mapped[str | None]
    process_definition_id: Mapped[int | None]
    """The version whose form was answered; the case may have gone to another one since."""

    __table_args__ = (
        Index(
            "ix_submission_idempotency",
            "user_task_id",
            "person_id",
            "idempotency_key",
            unique=True,
            postgresql_where=text("idempotency_key IS NOT NULL"),
            sqlite_where=text("idempotency_key IS NOT NULL"),
        ),
    )
