"""When the database was last copied away."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base


class Backup(Base):
    """A backup that `concord backup` made. Real time. Where it lies is unsaid."""

    __tablename__ = "backup"
    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    size: Mapped[int] = mapped_column(BigInteger)
    """Of the file, in bytes."""
