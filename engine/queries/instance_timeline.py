"""Everything that happened to a process instance and in its case, for administrators.

It holds what the people of the case read, and the engine's own events. Never what people typed;
what one agency did for itself alone stays its own.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.definitions.compiled import CompiledBundle
from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.known_events import is_known_to
from engine.queries.names import element_name
from engine.queries.timeline import entries_of
from engine.queries.timeline_words import PARTS, SENTENCES, STEPS, kinds_of
from engine.vocabulary import Happening

ENGINE: Final = "engine"
"""The part with what the engine did by itself to move the instance."""
ENGINE_KINDS: Final = (
    Happening.INSTANCE_STARTED,
    Happening.INSTANCE_ADVANCED,
    Happening.INSTANCE_ENDED,
)
INSTANCE_PARTS: Final = (STEPS, ENGINE, *PARTS)


_OF_AN_OPERATION = frozenset(
    {Happening.OPERATION_DONE, Happening.OPERATION_UNDONE, Happening.INSTANCE_MIGRATED}
)
"""Events that belong to one operation of the log."""


@dataclass(frozen=True)
class InstanceEntry:
    """One thing that happened."""

    number: int
    at: datetime
    kind: str
    sentence: str
    person_name: str | None
    agency_name: str | None
    due_at: datetime | None
    process_instance_id: uuid.UUID | None
    operation_id: uuid.UUID | None
    """The operation that it tells of."""


@dataclass(frozen=True)
class InstanceExcerpt:
    """Which page of which part of what happened."""

    part: str | None = None
    """One of `INSTANCE_PARTS`; None: all of it."""
    before: int | None = None
    """The number of an event; only older ones are wanted."""
    size: int = 30


@dataclass(frozen=True)
class InstanceTimeline:
    """Some of what happened, the newest first."""

    entries: tuple[InstanceEntry, ...]
    older: int | None
    """The number before which the next page begins; empty on the last one."""


def load_instance_timeline(
    engine: Engine, work: UnitOfWork, actor: Actor, case: Case, wanted: InstanceExcerpt
) -> InstanceTimeline:
    """Return a page of what happened in a case; the caller has checked that the actor may ask."""
    before, size = wanted.before, wanted.size
    query = select(HistoryEvent).where(
        HistoryEvent.case_id == case.id,
        HistoryEvent.kind.in_(_kinds(wanted.part)),
        is_known_to(work, actor, case),
    )
    if before is not None:
        query = query.where(HistoryEvent.number < before)
    found = work.session.scalars(query.order_by(HistoryEvent.number.desc()).limit(size + 1)).all()
    shown = found[:size]
    older = shown[-1].number if len(found) > size else None
    return InstanceTimeline(_entries(engine, work, case, shown), older)


def _kinds(part: str | None) -> list[str]:
    if part == ENGINE:
        return list(ENGINE_KINDS)
    return [*kinds_of(part), *(ENGINE_KINDS if part is None else ())]


def _entries(
    engine: Engine, work: UnitOfWork, case: Case, events: Sequence[HistoryEvent]
) -> tuple[InstanceEntry, ...]:
    told = [(event.number, event) for event in events if event.kind in SENTENCES]
    in_words = {entry.number: entry for entry in entries_of(engine, work, case, told)}
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    shown = []
    for event in events:
        entry = in_words.get(event.number)
        # A step that an operation has closed names its kind, which is no id.
        operation = event.details.get("operation") if event.kind in _OF_AN_OPERATION else None
        shown.append(
            InstanceEntry(
                number=event.number,
                at=event.at,
                kind=event.kind,
                sentence=entry.sentence if entry else _engine_sentence(compiled, event),
                person_name=entry.person_name if entry else None,
                agency_name=entry.agency_name if entry else None,
                due_at=entry.due_at if entry else None,
                process_instance_id=event.process_instance_id,
                operation_id=uuid.UUID(operation) if operation else None,
            )
        )
    return tuple(shown)


def _engine_sentence(compiled: CompiledBundle, event: HistoryEvent) -> str:
    details: Mapping[str, list[str]] = event.details
    if event.kind == Happening.INSTANCE_STARTED:
        return f"A process instance of “{event.details.get('process', '')}” began"
    if event.kind == Happening.INSTANCE_ENDED:
        return f"The process instance ended: {_named(compiled, details.get('ends', []))}"
    passed = _named(compiled, details.get("passed", []))
    return f"Went through {passed}" if passed else "Was written without moving"


def _named(compiled: CompiledBundle, element_ids: Sequence[str]) -> str:
    names = dict.fromkeys(element_name(compiled, one) for one in element_ids)
    return ", ".join(f"“{name}”" for name in names)
