"""Process instances, their waiting timers and their incidents."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base


class ProcessInstance(Base):
    """One execution of a process: a case's main one, or one linked to it (danger)."""

    __tablename__ = "process_instance"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    process_definition_id: Mapped[int] = mapped_column(ForeignKey("process_definition.id"))
    process_id: Mapped[str]
    """BPMN id of the process: the main one, or a lifted event sub-process."""
    is_main: Mapped[bool]
    message: Mapped[str | None]
    """The message that started a linked instance."""
    state: Mapped[str]
    revision: Mapped[int]
    workflow: Mapped[bytes | None]
    """Sealed state of the workflow; empty once the instance has ended."""
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    # A list walks along the newest of a version in a state, however many there are of others.
    __table_args__ = (
        Index("ix_process_instance_newest", "process_definition_id", "state", "started_at", "id"),
    )


class Timer(Base):
    """A waiting timer. The rows are rewritten in the transaction that changes the state."""

    __tablename__ = "timer"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    process_instance_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("process_instance.id"), index=True
    )
    element_id: Mapped[str]
    due_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime | None]
    """When the sweep looks at it; empty: an incident has to be retried first."""
    attempts: Mapped[int]

    __table_args__ = (
        Index(
            "ix_timer_next_attempt",
            "next_attempt_at",
            "id",
            postgresql_where=text("next_attempt_at IS NOT NULL"),
            sqlite_where=text("next_attempt_at IS NOT NULL"),
        ),
    )


class Incident(Base):
    """An unexpected failure while a process instance advanced, or a notice that did not arrive."""

    __tablename__ = "incident"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    process_instance_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("process_instance.id"))
    user_task_id: Mapped[uuid.UUID | None]
    """The user task whose submit failed; empty when a timer failed."""
    submission_id: Mapped[int | None]
    """The kept answers that a retry submits again."""
    element_id: Mapped[str | None]
    state: Mapped[str]
    message: Mapped[str]
    cause: Mapped[str]
    """The technical cause, for support; no answers of people."""
    raised_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    notification_id: Mapped[uuid.UUID | None]
    """The notice that did not arrive; empty when a step failed."""
    delivery_id: Mapped[uuid.UUID | None]
    """The e-mail that did not reach one person; empty when there was nobody to be told."""
    is_danger: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the notice was of a child in danger."""

    __table_args__ = (
        Index(
            "ix_incident_open",
            "process_instance_id",
            "element_id",
            postgresql_where=text("state = 'open'"),
            sqlite_where=text("state = 'open'"),
        ),
    )
