"""Filters of lists that a person has kept under a name."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base


class SavedFilter(Base):
    """One filter of one person's list."""

    __tablename__ = "saved_filter"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    filtered_list: Mapped[str] = mapped_column(server_default="inbox")
    """The `FilteredList` that it narrows."""
    name: Mapped[str]
    query: Mapped[str]
    """The address's query string, in the order in which the list writes it."""
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("person_id", "filtered_list", "name", name="uq_saved_filter_name"),
    )
