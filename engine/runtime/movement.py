"""One process instance while it is moved, inside one transaction."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.access import Opening
from engine.context import Engine
from engine.definitions.compiled import CompiledBundle
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.journal import Journal
from engine.runtime.staffing import NO_STAFF, Staff
from engine.spiff.process import RunningProcess


@dataclass
class Movement:
    """A locked process instance in memory, with all that its rows are derived from."""

    engine: Engine
    work: UnitOfWork
    case: Case
    instance: ProcessInstance
    compiled: CompiledBundle
    process: RunningProcess
    journal: Journal
    now: datetime
    open_before: frozenset[uuid.UUID]
    """User tasks that were open when the transaction began."""
    timers_before: Mapping[uuid.UUID, datetime]
    staff: Staff = NO_STAFF
    """Who can act for the agencies of the case, as far as it has been looked up."""
    completed: set[uuid.UUID] = field(default_factory=set)
    """User tasks that the actor has completed in this transaction."""
    operation: str | None = None
    """The kind of operation with which an administrator moves it; empty: nobody does."""
    reached: list[Opening] = field(default_factory=list)
    """To whom this transaction makes the case known."""
    candidates: list[dict[str, Any]] = field(default_factory=list)
    """Rows of those to whom the opened tasks are open."""
    opened: list[UserTask] = field(default_factory=list)
    """Rows of the user tasks that this transaction opened, once it is saved."""
