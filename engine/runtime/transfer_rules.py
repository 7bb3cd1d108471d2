"""Who may replace an agency in a case: pure rules over an actor's groups."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.access import LADDER, Actor, Group, Opening, Sides
from engine.runtime.parties import involved_agencies
from engine.vocabulary import Role

HANDING_OVER: frozenset[str] = frozenset(LADDER[LADDER.index(Role.NEXT_LEVEL_MANAGER) :])
"""Levels of an agency that may hand a case over to another one."""


@dataclass(frozen=True)
class Transfers:
    """What an actor may do with the agencies of a case."""

    agencies: tuple[str, ...]
    """Keys of the agencies that they may replace."""
    groups: Mapping[str, Group]
    """As which group they act for each of these."""
    is_administrator: bool = False
    """Of the partnership's office: they may replace every agency and add others."""


def who_transfers(
    actor: Actor, parties: Mapping[str, Any], openings: Iterable[Opening], sides: Sides
) -> Transfers:
    """Return what an actor may do with the agencies of a case.

    Administrators of the office may do everything; a next-level manager or above whom the case has
    reached may hand over their own agency's part. Who raised the case is no manager in it, and
    nobody acts for both sides.
    """
    involved = involved_agencies(parties)
    office = Group(str(parties.get("partnership_office") or ""), Role.ADMINISTRATOR)
    if office in actor.groups:
        return Transfers(involved, dict.fromkeys(involved, office), is_administrator=True)
    groups = {
        opening.group.agency_key: opening.group
        for opening in openings
        if opening.group.role in HANDING_OVER
        and opening.admits(actor)
        # As a manager, also when they are named: whoever raised the case is not their own.
        and sides.bar(actor, Opening(opening.group)) is None
    }
    own = tuple(agency for agency in involved if agency in groups)
    return Transfers(own, groups)
