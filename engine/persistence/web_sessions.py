"""Log-in sessions of browsers, and attempts to log in."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base


class WebSession(Base):
    """One browser's session. Whoever reads this table cannot use it to log in."""

    __tablename__ = "web_session"
    id_hash: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the id in the cookie."""
    account: Mapped[str | None] = mapped_column(index=True)
    """The person's `fs_uniquifier`; empty before log-in."""
    data: Mapped[bytes]
    """Sealed: it may hold text that a person typed."""
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class LogInAttempt(Base):
    """Attempts to log in without success since the last success."""

    __tablename__ = "log_in_attempt"
    subject_hash: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of what is counted: an account, or an account from one network address."""
    attempts: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
