"""The outbox: who has to be told, and how far each delivery got."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, JsonValue


class Notification(Base):
    """One notice of a case to some groups; written in the transaction that causes it.

    The members of the groups are looked up when it is delivered, not when it is written.
    """

    __tablename__ = "notification"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    process_instance_id: Mapped[uuid.UUID]
    element_id: Mapped[str]
    template: Mapped[str]
    groups: Mapped[JsonValue]
    """`{"groups": [[agency key, role], …], "people": [person id, …]}`."""
    facts: Mapped[JsonValue]
    """What the text may say: reference, stage, times. Never child data."""
    is_danger: Mapped[bool]
    only_for_agency: Mapped[str | None]
    """The one agency that may know of this notice; null: everybody in the case."""
    state: Mapped[str]
    queued_at: Mapped[datetime]
    instead_of: Mapped[uuid.UUID | None] = mapped_column(index=True, unique=True)
    """The delivery that failed, for which this goes to the next contact."""

    __table_args__ = (
        Index(
            "ix_notification_pending",
            "queued_at",
            postgresql_where=text("state = 'pending'"),
            sqlite_where=text("state = 'pending'"),
        ),
    )


class Delivery(Base):
    """One notification, or the summary of a morning, to one person over one channel."""

    __tablename__ = "delivery"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    notification_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("notification.id"), index=True
    )
    """Null: the summary of a morning, which belongs to no one case."""
    digest_day: Mapped[date | None]
    """The London day of a summary; nobody gets two for the same day."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agency_key: Mapped[str]
    channel: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    failure: Mapped[str | None]
    subject: Mapped[str]
    body: Mapped[str]
    is_danger: Mapped[bool] = mapped_column(default=False, server_default=false())
    """As of its notification: every page asks whether a danger notice is unread."""

    __table_args__ = (
        Index(
            "ix_delivery_pending",
            "next_attempt_at",
            postgresql_where=text("state = 'pending'"),
            sqlite_where=text("state = 'pending'"),
        ),
        Index(
            "ix_delivery_failed",
            "notification_id",
            postgresql_where=text("state = 'failed'"),
            sqlite_where=text("state = 'failed'"),
        ),
        Index("ix_delivery_person", "person_id", "channel", "delivered_at"),
        # In somebody's list what is unread, and danger, are few: the indexes hold nothing else.
        # SQLite takes them because they begin like the one above.
        Index(
            "ix_delivery_unread",
            "person_id",
            "channel",
            "delivered_at",
            "id",
            postgresql_where=text("channel = 'in_app' AND read_at IS NULL"),
            sqlite_where=text("channel = 'in_app' AND read_at IS NULL"),
        ),
        Index(
            "ix_delivery_danger",
            "person_id",
            "channel",
            "delivered_at",
            "id",
            postgresql_where=text("channel = 'in_app' AND is_danger"),
            sqlite_where=text("channel = 'in_app' AND is_danger = 1"),
        ),
        Index(
            "ix_delivery_digest",
            "person_id",
            "digest_day",
            unique=True,
            postgresql_where=text("digest_day IS NOT NULL"),
            sqlite_where=text("digest_day IS NOT NULL"),
        ),
    )
