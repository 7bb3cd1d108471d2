"""Who may do what: pure rules over an actor's groups and what a case or a task was opened to.

The same rules as SQL stand in `engine/queries`; `tests/engine/queries` holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass

EVERY_MEMBER = 0


@dataclass(frozen=True, order=True)
class Group:
    """A role of an agency: what tasks and notices are addressed to, never a list of members."""

    agency_key: str
    role: str


@dataclass(frozen=True)
class Actor:
    """The person who acts, with the groups that they belong to now."""

    person_id: int
    name: str
    email: str
    groups: frozenset[Group]

    @property
    def agencies(self) -> tuple[str, ...]:
        """Return the keys of the agencies that the person works for, sorted."""
        return tuple(sorted({group.agency_key for group in self.groups}))

    def has_role(self, role: str) -> bool:
        """Tell whether the person holds this role for any agency."""
        return any(group.role == role for group in self.groups)


@dataclass(frozen=True)
class Opening:
    """A group, or one person of it, to whom a task or a case is open."""

    group: Group
    person_id: int = EVERY_MEMBER

    def admits(self, actor: Actor) -> bool:
        """Tell whether this opening is the actor's.

        One who is named keeps access by name, also after their role has changed.
        """
        if self.person_id != EVERY_MEMBER:
            return self.person_id == actor.person_id
        return self.group in actor.groups


def opening_for(actor: Actor, openings: Iterable[Opening]) -> Opening | None:
    """Return the opening by which the actor may come in: by name before by group."""
    admitted = [opening for opening in openings if opening.admits(actor)]
    return min(admitted, key=lambda opening: (-opening.person_id, opening.group), default=None)
