"""What the process variables of an instance were changed to, by whom, when and in what."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base

VALUE_LABEL = "variable_change.value"
"""What the sealed value of a row is bound to."""


class VariableChange(Base):
    """One process variable that got another value, written with the state that holds it."""

    __tablename__ = "variable_change"
    process_instance_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("process_instance.id"), primary_key=True
    )
    revision: Mapped[int] = mapped_column(primary_key=True)
    """The revision of the instance that the change led to."""
    place: Mapped[int] = mapped_column(primary_key=True)
    """Counts from 1 within the revision."""
    name: Mapped[str]
    value: Mapped[bytes]
    """Sealed: people's answers are among the values."""
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Empty: the engine itself, when a limit passed."""
    agency_key: Mapped[str | None]
    """For whom the person acted."""
    user_task_id: Mapped[uuid.UUID | None]
    """The step whose answers brought it."""
    timer_element_id: Mapped[str | None]
    """The limit whose passing brought it."""
    operation_id: Mapped[uuid.UUID | None]
    """The operation that brought it, or whose undoing did."""
