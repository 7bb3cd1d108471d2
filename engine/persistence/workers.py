"""Processes that do the background work."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base


class WorkerSign(Base):
    """A process that does the jobs, and when it last said so. Real time, also in demo mode."""

    __tablename__ = "worker_sign"
    worker: Mapped[str] = mapped_column(primary_key=True)
    """The machine's name and the number of the process: `NAME:NUMBER`."""
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
