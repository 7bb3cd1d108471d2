"""Partnerships, areas, agencies, people and what each person may act as."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
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


class RoleGrant(Base):
    """A person's role for one agency, with the days on which it holds."""

    __tablename__ = "role_grant"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    agency_key: Mapped[str] = mapped_column(ForeignKey("agency.key"))
    role: Mapped[str]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]

    __table_args__ = (Index("ix_role_grant_group", "agency_key", "role"),)
