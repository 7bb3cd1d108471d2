"""Whether the history of a case is what it was when it was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor
from engine.errors import InputRefusedError
from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.history_chain import FIRST_HASH, event_hash
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import columns_of
from engine.queries.cases import find_case
from engine.queries.known_events import is_known_to


@dataclass(frozen=True)
class HistoryCheck:
    """What the chain of a case's history gives when it is worked out anew."""

    events: int
    """How many, from the first on."""
    last_at: datetime
    """When the last of them happened that the reader may know of."""
    hash: str
    """SHA-256 over these events, worked out now."""
    holds: bool
    """Whether each of them is as it was written, and none is missing."""


def check_history(
    work: UnitOfWork, actor: Actor, reference: str, *, events: int | None = None
) -> HistoryCheck:
    """Work out the hash over the first events of a case.

    By default over all of them up to the last one that the actor may know of.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
        InputRefusedError: the case does not have so many events, as far as the actor may know.
    """
    case = find_case(work, actor, reference)
    history = _history(work, actor, case)
    known = max((event.number for event, is_known in history if is_known), default=0)
    count = known if events is None else events
    if not 1 <= count <= known:
        raise InputRefusedError(f"{reference} has {known} events, not {count}.")
    first = [(event, is_known) for event, is_known in history if event.number <= count]
    worked_out, holds = _follow([event for event, _ in first], count)
    if count == known:
        # What comes after is looked at too: so it is seen when the end was cut off.
        end, end_holds = _follow([event for event, _ in history], case.history_count)
        holds = holds and end_holds and end == case.history_hash
    last_at = max((event.at for event, is_known in first if is_known), default=case.started_at)
    return HistoryCheck(count, last_at, worked_out, holds)


def _history(work: UnitOfWork, actor: Actor, case: Case) -> Sequence[tuple[HistoryEvent, bool]]:
    """Return the events in their order, each with whether the actor may know of it."""
    query = (
        select(HistoryEvent, is_known_to(work, actor, case))
        .where(HistoryEvent.case_id == case.id, HistoryEvent.number <= case.history_count)
        .order_by(HistoryEvent.number)
    )
    return work.session.execute(query).all()


def _follow(events: Sequence[HistoryEvent], count: int) -> tuple[str, bool]:
    """Return the hash after the last event, and whether all are there and as they were written."""
    worked_out, is_as_written = FIRST_HASH, len(events) == count
    for event in events:
        worked_out = event_hash(worked_out, columns_of(event))
        is_as_written = is_as_written and worked_out == event.hash
    return worked_out, is_as_written
