"""Personal tokens for the API, and remembered idempotent requests."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base


class AccessToken(Base):
    """A personal token. Only its SHA-256 is stored."""

    __tablename__ = "access_token"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[str]
    """Space separated; `read`, `write`."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class IdempotentRequest(Base):
    """The answer to a request that came with an idempotency key."""

    __tablename__ = "idempotent_request"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    result: Mapped[str]
    """What the request made, as its key (a case reference)."""
    made_at: Mapped[datetime]


class DemoClock(Base):
    """How far the demonstration's clock is ahead; one row, demo mode only."""

    __tablename__ = "demo_clock"
    id: Mapped[int] = mapped_column(primary_key=True)
    offset_seconds: Mapped[int]
