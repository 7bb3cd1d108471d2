"""Who can act in the invented cases of one partnership."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Opening
from engine.context import Engine
from engine.persistence.directory import Agency, Person, RoleGrant
from engine.queries.actors import load_actors
from engine.vocabulary import Role


@dataclass(frozen=True)
class People:
    """The people of a partnership in the order of the directory, which chance draws from."""

    actors: Sequence[Actor]

    def admitted(self, openings: Sequence[Opening]) -> list[Actor]:
        """Return everybody whom one of these openings admits."""
        return [
            actor for actor in self.actors if any(opening.admits(actor) for opening in openings)
        ]

    def practitioners(self, agency_key: str) -> list[Actor]:
        """Return who may raise a case for an agency."""
        return [
            actor
            for actor in self.actors
            if any(
                group.agency_key == agency_key and group.role == Role.PRACTITIONER
                for group in actor.groups
            )
        ]


def load_people(engine: Engine, partnership_key: str, now: datetime) -> People:
    """Return the people of a partnership with the roles that they have now."""
    query = (
        select(Person.id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Agency, Agency.key == RoleGrant.agency_key)
        .where(Agency.partnership_key == partnership_key)
        .distinct()
        .order_by(Person.id)
    )
    with engine.open_reading() as work:
        ids = list(work.session.scalars(query))
        found = load_actors(work, ids, now)
    return People([found[person_id] for person_id in ids if person_id in found])
