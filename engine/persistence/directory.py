"""Partnerships, areas, agencies, people and what each person may act as."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, false, true
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base

PARTNERSHIP_SECTOR = "partnership"
"""The sector of the agency that is a partnership's own office."""


class Partnership(Base):
    """A safeguarding children partnership; its office is an agency of sector `partnership`."""

    __tablename__ = "partnership"
    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Agency(Base):
    """An organisation that works with children, or the office of a partnership."""

    __tablename__ = "agency"
    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    sector: Mapped[str]
    partnership_key: Mapped[str] = mapped_column(ForeignKey("partnership.key"))
    telephone: Mapped[str | None]
    out_of_hours: Mapped[str | None]
    """Whom to ring at night and at weekends, in the agency's own words."""
    quiet_from: Mapped[str | None]
    quiet_until: Mapped[str | None]
    """London times `HH:MM` between which no e-mail is sent, danger excepted; null: always sent."""
    quiet_at_weekends: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether Saturdays, Sundays and bank holidays are quiet as a whole."""


class Area(Base):
    """Where a child lives; it decides which edition of which procedure is followed."""

    __tablename__ = "area"
    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    partnership_key: Mapped[str] = mapped_column(ForeignKey("partnership.key"))
    process_definition_key: Mapped[str]
    edition: Mapped[str]
    social_care_agency: Mapped[str | None] = mapped_column(ForeignKey("agency.key"))
    """The agency that runs Children's Social Care here."""


class Person(Base):
    """Somebody who can log in. The shape of the log-in columns is Flask-Security's."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    telephone: Mapped[str | None]
    gets_digest: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether a summary is sent on the mornings of working days when something is open."""
    calendar_digest: Mapped[str | None] = mapped_column(index=True, unique=True)
    """SHA-256 of the secret in the address of the person's calendar feed; null: no feed."""


class RoleGrant(Base):
    """A person's role for one agency, with the days on which it holds."""

    __tablename__ = "role_grant"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    agency_key: Mapped[str] = mapped_column(ForeignKey("agency.key"))
    role: Mapped[str]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    deputy_for: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The absent colleague whose role this is; it holds as long as the absence."""

    __table_args__ = (Index("ix_role_grant_group", "agency_key", "role"),)


class Absence(Base):
    """When somebody is away, and the colleague who has their roles meanwhile."""

    __tablename__ = "absence"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    arranged_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    arranged_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When it was ended before its time; null: it was not."""
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    told_at: Mapped[datetime | None]
    """When the deputy was told of the cases in which they stand in; null: not yet."""
