"""Comments on a case, and the notes that go with a task from one colleague to another."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base

COMMENT_LABEL = "case_comment.body"
"""What the sealed text of a row is bound to."""


class CaseComment(Base):
    """What somebody wrote beside the forms."""

    __tablename__ = "case_comment"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    user_task_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_task.id"))
    kind: Mapped[str]
    """A `CommentKind`."""
    only_for_agency: Mapped[str | None]
    """The one agency that may read it; null: everybody in the case."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agency_key: Mapped[str] = mapped_column(ForeignKey("agency.key"))
    body: Mapped[bytes]
    """Sealed: the text, and why something stays in it that looks like personal data."""
    written_at: Mapped[datetime]
    idempotency_key: Mapped[str | None]

    __table_args__ = (
        Index(
            "ix_case_comment_idempotency",
            "case_id",
            "person_id",
            "idempotency_key",
            unique=True,
            postgresql_where=text("idempotency_key IS NOT NULL"),
            sqlite_where=text("idempotency_key IS NOT NULL"),
        ),
    )
