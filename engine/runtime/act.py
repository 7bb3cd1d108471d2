"""One person's act on one case, inside one transaction."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.access import Actor, Group
from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.journal import Journal
from engine.runtime.staffing import NO_STAFF, Staff


@dataclass(frozen=True)
class Act:
    """Who acts, as which of their groups, on which locked case."""

    engine: Engine
    work: UnitOfWork
    actor: Actor
    group: Group
    case: Case
    now: datetime
    """When: one instant for all that is written."""
    staff: Staff = NO_STAFF
    """Who can act in what comes next, as far as it is known."""
    deputy_for: int | None = None
    """The absent colleague in whose place; where the group alone says it, it need not be given."""
    versions: Mapping[uuid.UUID, int] = field(default_factory=dict)
    """By process instance, as far as it is at hand: the process definition that it follows."""

    def open_journal(self) -> Journal:
        """Begin the journal of this act."""
        absent = self.deputy_for or self.actor.deputy_in(self.group)
        return Journal(self.case, self.now, self.actor, self.group.agency_key, absent)
