"""Where somebody's comment on a case would stand: for which agency, and whether it is taken."""

from dataclasses import dataclass
from typing import Final

from engine.access import Actor, Bar, Group, opening_for
from engine.errors import NotFoundError
from engine.persistence.cases import Case
from engine.persistence.directory import Agency
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.cases import find_case
from engine.runtime.locking import case_openings
from engine.runtime.sides import load_sides

NOT_RAISED: Final = (
    "The difference of opinion has not been raised yet. Send the first step, then comment."
)
CLOSED: Final = (
    "The case was closed outside the procedure, so nothing is added to it. If the child is still "
    "at risk, raise it again."
)


@dataclass(frozen=True)
class CommentPlace:
    """As whom somebody would comment on a case."""

    group: Group
    agency_name: str
    refusal: str
    """Why no comment is taken now; empty when one is."""
    has_ended: bool
    deputy_for: int | None = None
    """The absent colleague in whose place they come, or None."""


def find_comment_place(work: UnitOfWork, actor: Actor, reference: str) -> CommentPlace:
    """Return as whom the actor would comment on a case.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    return place_of(work, actor, find_case(work, actor, reference))


def place_of(work: UnitOfWork, actor: Actor, case: Case) -> CommentPlace:
    """Return as whom the actor would comment on a case that was found.

    Somebody of two agencies never writes for the one that they did not act for.

    Raises:
        NotFoundError: the case has not reached the actor.
    """
    openings, sides = case_openings(work, case.id), load_sides(work, case.id)
    own = [one for one in openings if sides.bar(actor, one) is not Bar.ACTED_FOR_ANOTHER]
    opening = opening_for(actor, own) or opening_for(actor, openings)
    if opening is None:
        raise NotFoundError("case", case.reference)
    agency = work.get_one(Agency, opening.group.agency_key)
    return CommentPlace(
        opening.group,
        agency.name,
        _refusal(case),
        has_ended=case.ended_at is not None,
        deputy_for=opening.in_place_of(actor),
    )


def _refusal(case: Case) -> str:
    if case.raised_at is None:
        return NOT_RAISED
    return CLOSED if case.closed_as is not None and case.ended_at is not None else ""
