"""How a case went from version to version, for those who read what has happened in it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.operations import Operation
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import Happening


def reasons_of_migrations(work: UnitOfWork, events: Iterable[HistoryEvent]) -> Mapping[int, str]:
    """Return, by event, what follows its sentence: the administrator's reason.

    History keeps no text that people typed, so the operation log is asked.
    Source: ADR 0021, rule 8.
    """
    operations = {
        event.id: uuid.UUID(event.details["operation"])
        for event in events
        if event.kind == Happening.INSTANCE_MIGRATED and event.details.get("operation")
    }
    if not operations:
        return {}
    query = select(Operation.id, Operation.reason).where(Operation.id.in_(operations.values()))
    reasons = dict(work.session.execute(query).all())
    return {key: f". Why: {reasons[one]}" for key, one in operations.items() if one in reasons}


def version_at(work: UnitOfWork, case: Case, event: HistoryEvent) -> int:
    """Return the process definition that a case followed when something happened in it.

    Its diagram names the steps of that time, also those that are gone since.
    """
    later = [one for one in _migrations(work, case) if one.number > event.number]
    beside = (one for one in later if one.process_instance_id == event.process_instance_id)
    first = next(beside, None)
    return int(first.details["from"]) if first else case.process_definition_id


def _migrations(work: UnitOfWork, case: Case) -> Sequence[HistoryEvent]:
    query = select(HistoryEvent).where(
        HistoryEvent.case_id == case.id, HistoryEvent.kind == Happening.INSTANCE_MIGRATED
    )
    return work.once(
        (_migrations, case.id),
        lambda: work.session.scalars(query.order_by(HistoryEvent.number)).all(),
    )
