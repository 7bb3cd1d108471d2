"""Everybody in the directory of a partnership who may have a part in a case."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from engine.access import Actor, Group, Opening
from engine.context import Engine
from engine.persistence.directory import Agency, Area, RoleGrant
from engine.queries.actors import load_actor


class People:
    """The people of one partnership, its areas, and how a scenario calls each of them."""

    def __init__(self, engine: Engine, partnership: str) -> None:
        """Read the directory."""
        with engine.open_reading() as work:
            grants = list(
                work.session.scalars(
                    select(RoleGrant)
                    .join(Agency, Agency.key == RoleGrant.agency_key)
                    .where(Agency.partnership_key == partnership)
                    .order_by(RoleGrant.id)
                )
            )
            now = engine.clock.now()
            ids = dict.fromkeys(grant.person_id for grant in grants)
            self.actors = {person: load_actor(work, person, now) for person in ids}
            of_partnership = Area.partnership_key == partnership
            areas = select(Area.key).where(of_partnership).order_by(Area.key)
            self.areas: list[str] = list(work.session.scalars(areas))
        self._admitted: dict[tuple[Opening, ...], list[Actor]] = {}
        self._members: dict[Group, list[Actor]] = defaultdict(list)
        for grant in grants:
            group = Group(grant.agency_key, grant.role)
            self._members[group].append(self.actors[grant.person_id])

    @property
    def practitioners(self) -> list[tuple[str, Actor]]:
        """Return the first practitioner of every agency that has one."""
        return [
            (group.agency_key, members[0])
            for group, members in self._members.items()
            if group.role == "practitioner"
        ]

    def admitted(self, openings: Iterable[Opening]) -> list[Actor]:
        """Return everybody whom these openings admit."""
        wanted = tuple(openings)
        if wanted not in self._admitted:
            self._admitted[wanted] = [
                actor
                for actor in self.actors.values()
                if any(opening.admits(actor) for opening in wanted)
            ]
        return self._admitted[wanted]

    def called(self, actor: Actor) -> str:
        """Return `ROLE of AGENCY` as a scenario names this person."""
        first = next(group for group, members in self._members.items() if actor in members)
        return f"{first.role} of {first.agency_key}"
