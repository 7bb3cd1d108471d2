"""Who may close a case outside its procedure: pure rules over an actor's groups."""

from dataclasses import dataclass

from engine.access import Actor, Group, Opening, Sides, opening_for
from engine.runtime.stand_ins import MANAGERS
from engine.vocabulary import Role


@dataclass(frozen=True)
class Closable:
    """What decides who may close a case."""

    raising: str | None
    office: str | None
    sides: Sides
    openings: tuple[Opening, ...]
    """To whom the case is open."""

    def closer(self, actor: Actor) -> Group | None:
        """Return as which group the actor may close the case; None: not at all.

        Those of the raising side to whom it is open, managers first, and administrators of the
        partnership's office.
        """
        own = self._own(actor)
        signing = self.signer(actor)
        if signing is not None:
            return signing
        opening = opening_for(actor, own)
        if opening is not None:
            return opening.group
        administers = Group(self.office or "", Role.ADMINISTRATOR)
        return administers if administers in actor.groups else None

    def signer(self, actor: Actor) -> Group | None:
        """Return as which manager the actor may close a case although somebody sees a risk.

        A manager who raised the case is no manager in it.
        """
        if actor.person_id == self.sides.raised_by:
            return None
        managers = [opening for opening in self._own(actor) if opening.group.role in MANAGERS]
        opening = opening_for(actor, managers)
        return opening.group if opening else None

    def _own(self, actor: Actor) -> list[Opening]:
        """Return the openings of the raising side, without those that a bar takes away."""
        return [
            opening
            for opening in self.openings
            if opening.group.agency_key == self.raising and self.sides.bar(actor, opening) is None
        ]
