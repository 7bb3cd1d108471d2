"""What somebody may do with a case outside its steps: close it, change its agencies."""

from dataclasses import dataclass

from engine.access import Actor
from engine.errors import NotFoundError
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.cases import case_of
from engine.runtime.closing import closable_of
from engine.runtime.locking import main_instance
from engine.runtime.transfer_rules import who_transfers
from engine.vocabulary import InstanceState


@dataclass(frozen=True)
class Powers:
    """What the actor may do with a case now."""

    sees_it: bool
    """Whether the case has reached the actor; administrators act without seeing it."""
    may_close: bool
    may_sign: bool
    """Whether they may close it although somebody thinks that the child is at risk."""
    may_transfer: tuple[str, ...]
    """Keys of the agencies that they may replace."""
    may_add_agency: bool
    may_raise_again: bool


def powers_over(work: UnitOfWork, actor: Actor, reference: str) -> Powers:
    """Return what the actor may do with a case.

    Raises:
        NotFoundError: there is no such case, or it is nothing to the actor.
    """
    case = case_of(work, reference)
    if case is None:
        raise NotFoundError("case", reference)
    closable, parties = closable_of(work, case)
    transfers = who_transfers(actor, parties, closable.openings, closable.sides)
    sees_it = any(opening.admits(actor) for opening in closable.openings)
    if not (sees_it or closable.closer(actor) or transfers.is_administrator):
        raise NotFoundError("case", reference)
    goes_on = case.closed_as is None and main_instance(work, case).state == InstanceState.ACTIVE
    return Powers(
        sees_it=sees_it,
        may_close=goes_on and closable.closer(actor) is not None,
        may_sign=closable.signer(actor) is not None,
        may_transfer=transfers.agencies if goes_on and case.raised_at else (),
        may_add_agency=goes_on and case.raised_at is not None and transfers.is_administrator,
        may_raise_again=sees_it and case.ended_at is not None,
    )
