"""Trial runs: what an editor has done in each, from which it can be played again."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base

STEPS_LABEL = "sandbox_run.steps"
"""What the sealed steps of a row are bound to."""


class SandboxRun(Base):
    """One person's trial run of a version or of a draft. The run itself is in no table.

    It is played from its steps on a store that is thrown away.
    """

    __tablename__ = "sandbox_run"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    process_definition_id: Mapped[int | None] = mapped_column(ForeignKey("process_definition.id"))
    draft_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("procedure_draft.id"))
    """Either a version or a draft is tried, never both."""
    draft_revision: Mapped[int | None]
    """The saved state of the draft that the run goes over; later ones change nothing in it."""
    steps: Mapped[bytes]
    """Sealed: where the run begins, and everything that was done since, in order."""
    state: Mapped[str]
    """A digest of the steps: by it and the revision, two windows on one run notice each other."""
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """When something was last done in it; one that nobody comes back to is removed."""
