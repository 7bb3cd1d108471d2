"""Deployments and the process definitions that they bring."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base


class Deployment(Base):
    """An immutable bundle of diagrams, forms, clauses and scenarios."""

    __tablename__ = "deployment"
    id: Mapped[int] = mapped_column(primary_key=True)
    content_hash: Mapped[str] = mapped_column(index=True)
    bundle: Mapped[bytes]
    note: Mapped[str]
    deployed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    deployed_at: Mapped[datetime]


class ProcessDefinition(Base):
    """One version of a procedure; new cases follow the newest published one of their edition."""

    __tablename__ = "process_definition"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    version: Mapped[int]
    edition: Mapped[str]
    name: Mapped[str]
    partnership_key: Mapped[str]
    deployment_id: Mapped[int] = mapped_column(ForeignKey("deployment.id"))
    published_at: Mapped[datetime | None]
    """May lie in the future: cases follow a version from then on."""
    published_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (UniqueConstraint("key", "version", name="uq_process_definition_version"),)
