"""Invented cases that were brought into a database."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base


class DemoFilling(Base):
    """One run of the generator. A database with such a row is a demonstration for good."""

    __tablename__ = "demo_filling"
    id: Mapped[int] = mapped_column(primary_key=True)
    seed: Mapped[int]
    years: Mapped[int]
    wanted: Mapped[int]
    """How many cases were asked for."""
    made: Mapped[int]
    """How many of them are there; fewer when somebody stopped it."""
    until: Mapped[datetime]
    """The end of the time that was filled."""
