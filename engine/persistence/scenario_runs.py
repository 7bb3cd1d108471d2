"""Runs of all scenarios of a draft: how far each has come, and how every scenario went."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, JsonValue


class ScenarioRun(Base):
    """All scenarios of one revision of a draft, played on a store that is thrown away."""

    __tablename__ = "scenario_run"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_draft.id"), index=True)
    revision: Mapped[int]
    state: Mapped[str]
    """A `ScenarioRunState`."""
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """When the process that plays it last said so; one that died does not any more."""
    ended_at: Mapped[datetime | None]
    total: Mapped[int]
    """How many scenarios the revision has; 0 until they are counted."""
    passed: Mapped[int]
    failed: Mapped[int]
    problem: Mapped[str]
    """Why nothing could be played, empty when it could."""
    results: Mapped[JsonValue]
    """Under `scenarios` a list: file, title, failure, failed_step, elements and flows of each."""

    __table_args__ = (
        # Of two people who press the button at once, one starts a run.
        Index(
            "ix_scenario_run_open",
            "draft_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )
