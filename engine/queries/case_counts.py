"""How many cases, as the reader may know it: editors never learn a number under five.

Procedure sub-groups never see cases, and a small number can point at one. Since it could also be
worked out from larger ones, editors are told those as “5 or more”, “25 or more”, “125 or more”.

The steps are powers of five, which are one more than a multiple of four. So whoever takes all that
other places can hold at most (4, 24, 124 …) from what there is at least, is left with one at most;
and whoever takes what they hold at least from what there is at most, is left with four or more.
Neither says more of a place than that few cases stand there.
"""

from dataclasses import dataclass

from sqlalchemy import select

from engine.access import Actor
from engine.persistence.directory import Agency
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import Role

FEW = 5
"""Below this many cases an editor sees “fewer than 5”; the steps above are its powers."""


@dataclass(frozen=True)
class CaseCount:
    """How many. Where it is not exact, `number` says at least how many; None: fewer than five."""

    number: int | None
    is_exact: bool = True

    @property
    def is_none(self) -> bool:
        """Whether there is no case."""
        return self.number == 0

    @property
    def in_words(self) -> str:
        """Return “7”, “25 or more” or “fewer than 5”."""
        if self.number is None:
            return f"fewer than {FEW}"
        return str(self.number) if self.is_exact or self.is_none else f"{self.number} or more"

    def of(self, noun: str) -> str:
        """Return “1 running case” or “fewer than 5 running cases”."""
        is_one = self.is_exact and self.number == 1
        return f"{self.in_words} {noun}{'' if is_one else 's'}"


def count_for(number: int, *, is_exact: bool) -> CaseCount:
    """Return a number as the reader may know it. That there is no case, everybody may."""
    if is_exact or number == 0:
        return CaseCount(number, is_exact=is_exact)
    return coarse_count(number)


def coarse_count(number: int) -> CaseCount:
    """Return a number as editors know it where not even none is told from a few."""
    if number < FEW:
        return CaseCount(None, is_exact=False)
    step = FEW
    while step * FEW <= number:
        step *= FEW
    return CaseCount(step, is_exact=False)


def counted_exactly(work: UnitOfWork, actor: Actor) -> set[str]:
    """Return the keys of the partnerships that the actor administers: who sees exact numbers."""
    offices = [group.agency_key for group in actor.groups if group.role == Role.ADMINISTRATOR]
    query = select(Agency.partnership_key).where(Agency.key.in_(offices))
    return set(work.session.scalars(query))
