"""Who is asked when nobody of a group may act: the next level of the same agency.

Pure rules over data. `able` says which groups have an active member who may act in the case; what
is known of no agency is taken as able.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.access import EVERY_MEMBER, JOINS_AT, LADDER, Group, Opening
from engine.vocabulary import Role

MANAGERS: frozenset[str] = frozenset(LADDER[1:])
"""The levels above the practitioner."""

Able = Callable[[Opening], bool]


@dataclass(frozen=True)
class Asked:
    """To whom a task is opened, and the agencies in which nobody up to the top may act."""

    openings: tuple[Opening, ...]
    nobody_in: tuple[str, ...] = ()


def levels_above(roles: Iterable[str]) -> tuple[Role, ...]:
    """Return who is asked for roles that nobody holds, in this order: above the highest of them."""
    held = {Role(role) for role in roles}
    starts = [
        LADDER.index(JOINS_AT[role]) if role in JOINS_AT else LADDER.index(role) + 1
        for role in held
        if role in JOINS_AT or role in LADDER
    ]
    return LADDER[max(starts) :] if starts else ()


def who_is_asked(openings: Iterable[Opening], able: Able) -> Asked:
    """Return who is asked: for each agency its groups, else its next level that can act.

    Where nobody can up to the top, the task stays with the group.
    """
    by_agency: dict[str, list[Opening]] = {}
    for opening in openings:
        by_agency.setdefault(opening.group.agency_key, []).append(opening)
    found: list[Opening] = []
    nobody_in: list[str] = []
    for agency, wanted in by_agency.items():
        asked = wanted if any(map(able, wanted)) else _stand_in(agency, wanted, able)
        if not asked:
            nobody_in.append(agency)
        found.extend(asked or wanted)
    return Asked(tuple(dict.fromkeys(found)), tuple(nobody_in))


def _stand_in(agency: str, wanted: list[Opening], able: Able) -> list[Opening]:
    """Return the first who can act: colleagues of somebody who was named, then level by level.

    A practitioner's colleagues are passed over: that somebody disagrees is not theirs to know.
    """
    roles = [opening.group.role for opening in wanted]
    colleagues = [
        opening.group.role
        for opening in wanted
        if opening.person_id != EVERY_MEMBER and opening.group.role != Role.PRACTITIONER
    ]
    for role in (*colleagues, *levels_above(roles)):
        opening = Opening(Group(agency, role))
        if able(opening):
            return [opening]
    return []
