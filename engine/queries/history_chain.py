"""Whether the history of a case is what it was when it was written."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor
from engine.errors import InputRefusedError
from engine.persistence.history import HistoryEvent
from engine.persistence.history_chain import FIRST_HASH, event_hash
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import columns_of
from engine.queries.cases import find_case


@dataclass(frozen=True)
class HistoryCheck:
    """What the chain of a case's history gives when it is worked out anew."""

    events: int
    """How many, from the first on."""
    last_at: datetime
    hash: str
    """SHA-256 over these events, worked out now."""
    holds: bool
    """Whether each of them is as it was written, and none is missing."""


def check_history(
    work: UnitOfWork, actor: Actor, reference: str, *, events: int | None = None
) -> HistoryCheck:
    """Work out the hash over the first events of a case, by default over all of them.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
        InputRefusedError: the case does not have so many events.
    """
    case = find_case(work, actor, reference)
    count = case.history_count if events is None else events
    if not 1 <= count <= case.history_count:
        raise InputRefusedError(f"{reference} has {case.history_count} events, not {count}.")
    query = select(HistoryEvent).where(
        HistoryEvent.case_id == case.id, HistoryEvent.number <= count
    )
    found = list(work.session.scalars(query.order_by(HistoryEvent.number)))
    worked_out, is_as_written = FIRST_HASH, len(found) == count
    for event in found:
        worked_out = event_hash(worked_out, columns_of(event))
        is_as_written = is_as_written and worked_out == event.hash
    if count == case.history_count:
        is_as_written = is_as_written and worked_out == case.history_hash
    last_at = found[-1].at if found else case.started_at
    return HistoryCheck(count, last_at, worked_out, is_as_written)
