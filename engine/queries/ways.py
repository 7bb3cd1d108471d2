"""The ways in which somebody is asked: by name, as a member of a group, in a colleague's place."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, literal_column

from engine.access import EVERY_MEMBER, Actor, Group
from engine.persistence.cases import CaseAccess
from engine.persistence.tasks import TaskCandidate

Openings = type[CaseAccess] | type[TaskCandidate]


class Place(NamedTuple):
    """An absent colleague at one agency, in whose place the actor is asked."""

    absent: int
    agency_key: str


Way = Group | Place
"""How somebody is asked without being named."""


def ways_of(actor: Actor) -> tuple[Way, ...]:
    """Return the ways in which the actor is asked without being named, always in one order."""
    places = (
        Place(absent, agency) for absent in sorted(actor.stands_in_for) for agency in actor.agencies
    )
    return (*sorted(actor.groups), *places)


def asks(table: Openings, way: Way) -> ColumnElement[bool]:
    """Return the condition that a row of `table` asks on this way."""
    return is_in_place_of(table, way) if isinstance(way, Place) else is_member_of(table, way)


def is_member_of(table: Openings, group: Group) -> ColumnElement[bool]:
    """Return the condition that a row of `table` is for every member of a group."""
    return and_(
        table.agency_key == group.agency_key,
        table.role == group.role,
        table.person_id == EVERY_MEMBER,
    )


def is_in_place_of(table: Openings, place: Place) -> ColumnElement[bool]:
    """Return the condition that a row of `table` names an absent colleague at an agency."""
    return and_(
        table.person_id == place.absent,
        table.agency_key == place.agency_key,
        table.person_id > literal_column("0"),
    )


def is_named(table: Openings, actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a row of `table` names the actor.

    The second half is always true; it lets the planner take an index of the named alone.
    """
    return and_(table.person_id == actor.person_id, table.person_id > literal_column("0"))
