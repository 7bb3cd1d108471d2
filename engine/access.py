"""Who may do what: pure rules over an actor's groups and what a case or a task was opened to.

The same rules as SQL stand in `engine/queries`; `tests/engine/queries` holds the two together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.vocabulary import AgencySide, Role

EVERY_MEMBER = 0
FREE_SIDES = (AgencySide.REPORTER, AgencySide.PARTNERSHIP)

LADDER: tuple[Role, ...] = (
    Role.PRACTITIONER,
    Role.LINE_MANAGER,
    Role.TEAM_MANAGER,
    Role.NEXT_LEVEL_MANAGER,
    Role.SERVICE_MANAGER,
    Role.SENIOR_MANAGER,
    Role.DEPARTMENTAL_HEAD,
    Role.MANAGEMENT_COMMITTEE,
    Role.AGENCY_REPRESENTATIVE,
)
"""From the practitioner to the top of an agency. Few agencies have every level."""

JOINS_AT: Mapping[Role, Role] = {
    Role.SAFEGUARDING_LEAD: Role.LINE_MANAGER,
    Role.SAFEGUARDING_SUPERVISOR: Role.LINE_MANAGER,
    Role.INDEPENDENT_REVIEWING_OFFICER: Role.SERVICE_MANAGER,
    Role.DESIGNATED_LEAD: Role.SENIOR_MANAGER,
    Role.MEETING_CHAIR: Role.DEPARTMENTAL_HEAD,
}
"""Who is asked first for roles beside the ladder."""


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
    """With those that are theirs only as long as a colleague is away."""
    stands_in_for: frozenset[int] = frozenset()
    """Absent colleagues whose deputy the person is now."""
    deputy_groups: frozenset[tuple[Group, int]] = frozenset()
    """The groups that are theirs as a deputy alone, each with the absent colleague."""

    @property
    def agencies(self) -> tuple[str, ...]:
        """Return the keys of the agencies that the person works for, sorted."""
        return tuple(sorted({group.agency_key for group in self.groups}))

    def has_role(self, role: str) -> bool:
        """Tell whether the person holds this role for any agency."""
        return any(group.role == role for group in self.groups)

    def deputy_in(self, group: Group) -> int | None:
        """Return the absent colleague in whose place the person belongs to a group, or None."""
        return min(self.absent_in(group), default=None)

    def absent_in(self, group: Group) -> frozenset[int]:
        """Return those in whose place alone the person belongs to a group; empty: it is theirs."""
        return frozenset(person for each, person in self.deputy_groups if each == group)


@dataclass(frozen=True)
class Opening:
    """A group, or one person of it, to whom a task or a case is open."""

    group: Group
    person_id: int = EVERY_MEMBER

    def admits(self, actor: Actor) -> bool:
        """Tell whether this opening is the actor's.

        One who is named keeps access by name, also after their role has changed. As long as they
        are away, their deputy in the same agency has it too.
        """
        if self.person_id == EVERY_MEMBER:
            return self.group in actor.groups
        return self.person_id == actor.person_id or self.is_open_to_deputy(actor)

    def is_open_to_deputy(self, actor: Actor) -> bool:
        """Tell whether this opening names an absent colleague whose deputy the actor is."""
        return self.person_id in actor.stands_in_for and self.group.agency_key in actor.agencies

    def in_place_of(self, actor: Actor) -> int | None:
        """Return the absent colleague in whose place the actor comes in by this, or None."""
        if self.person_id == EVERY_MEMBER:
            return actor.deputy_in(self.group)
        return None if self.person_id == actor.person_id else self.person_id


def opening_for(actor: Actor, openings: Iterable[Opening]) -> Opening | None:
    """Return the opening by which the actor may come in: by name before by group."""
    admitted = [opening for opening in openings if opening.admits(actor)]
    return min(admitted, key=lambda opening: (-opening.person_id, opening.group), default=None)


class Bar(StrEnum):
    """Why somebody of an asked group may not act on a task all the same."""

    RAISED_IT = "raised_it"
    STANDS_IN_FOR_RAISER = "stands_in_for_raiser"
    ACTED_FOR_ANOTHER = "acted_for_another"
    WORKS_FOR_ANOTHER = "works_for_another"


@dataclass(frozen=True)
class Sides:
    """Who stands where in a case, as far as it decides who may act."""

    raising: str | None
    involved: frozenset[str]
    """Keys of the agencies of the disagreement."""
    acted: frozenset[tuple[int, str]]
    """Who has acted for which agency; whoever raised the case has, for the raising one."""
    raised_by: int

    def bar(self, actor: Actor, opening: Opening) -> Bar | None:
        """Return why the actor may not come in by this opening, or None.

        Nobody acts for both sides, and nobody is the manager of a case that they raised, nor in
        the place of an absent colleague who raised it. Whoever is named was chosen for it: only
        having acted for another agency speaks against them. Their deputy was not chosen, and comes
        in like any member of a group.
        """
        agency = opening.group.agency_key
        if agency not in self.involved:
            return None
        is_chosen = opening.person_id == actor.person_id
        if not is_chosen and self._raised_for(actor, agency):
            return Bar.RAISED_IT
        if self._is_raisers_place(actor, opening):
            return Bar.STANDS_IN_FOR_RAISER
        if self._others(agency) & self._acted_for(actor):
            return Bar.ACTED_FOR_ANOTHER
        if is_chosen or agency in self._acted_for(actor):
            return None
        return Bar.WORKS_FOR_ANOTHER if self._others(agency) & set(actor.agencies) else None

    def _raised_for(self, actor: Actor, agency: str) -> bool:
        return agency == self.raising and actor.person_id == self.raised_by

    def _is_raisers_place(self, actor: Actor, opening: Opening) -> bool:
        is_member = opening.person_id == EVERY_MEMBER and opening.group.agency_key == self.raising
        return is_member and actor.absent_in(opening.group) == {self.raised_by}

    def _others(self, agency: str) -> frozenset[str]:
        return self.involved - {agency}

    def _acted_for(self, actor: Actor) -> frozenset[str]:
        return frozenset(agency for person, agency in self.acted if person == actor.person_id)


def is_free_for_all(agency_side: str, *, is_danger: bool) -> bool:
    """Tell whether no bar ever holds on a task: a child in danger, the partnership's own."""
    return is_danger or agency_side in FREE_SIDES
