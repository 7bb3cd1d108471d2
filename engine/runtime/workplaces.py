"""For which agency a person works, as expressions ask it (`agency of`)."""

from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select

from engine.persistence.directory import RoleGrant
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.actors import grant_holds


class Workplaces:
    """The agencies of people at one instant: read in one statement, when somebody first asks."""

    def __init__(self, work: UnitOfWork, at: datetime) -> None:
        """Ask within this transaction, as of this instant."""
        self._work = work
        self._at = at

    def agency_of(self, person: Any) -> str | None:
        """Return the key of a person's agency; who works for several has the first granted one.

        `person` is an id, as a number or, as forms give it, as text. Nobody in particular has none.
        """
        text = str(person)
        return self._agencies.get(int(text)) if text.isdecimal() else None

    @cached_property
    def _agencies(self) -> dict[int, str]:
        query = select(RoleGrant.person_id, RoleGrant.agency_key).where(grant_holds(self._at))
        agencies: dict[int, str] = {}
        for row in self._work.session.execute(query.order_by(RoleGrant.id)):
            agencies.setdefault(row.person_id, row.agency_key)
        return agencies
