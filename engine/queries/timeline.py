"""What happened in a case, in people's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from engine.access import Actor
from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.cases import find_case
from engine.queries.known_events import is_known_to
from engine.queries.messages import message_label
from engine.queries.migrations_of_case import reasons_of_migrations, version_at
from engine.queries.names import agency_names, element_name, person_names
from engine.queries.timeline_words import SENTENCES, kinds_of
from engine.vocabulary import Happening


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened. Who did it stands beside the sentence."""

    number: int
    """Counts from 1 among what the reader may know: a gap would say that there is more."""
    at: datetime
    kind: str
    sentence: str
    person_name: str | None
    """Empty: the engine did it by itself. Of a deputy also for whom."""
    agency_name: str | None
    due_at: datetime | None
    """The limit that the sentence is about: of a task that opened, of a timer that fired."""


@dataclass(frozen=True)
class Excerpt:
    """Which page of which part of what happened."""

    part: str | None = None
    """A key of `PARTS`, or `STEPS`; None: all of it."""
    page: int = 1
    """1 is the newest."""
    size: int = 50


@dataclass(frozen=True)
class TimelinePage:
    """Some of what happened, the newest first."""

    entries: tuple[TimelineEntry, ...]
    count: int
    """How much there is on all pages."""


def list_timeline(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str, *, part: str | None = None
) -> tuple[TimelineEntry, ...]:
    """Return what happened in a case, in the order in which it happened.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    query = (
        select(HistoryEvent).where(*_shown(work, case, actor, part)).order_by(HistoryEvent.number)
    )
    events = work.session.scalars(query).all()
    return entries_of(engine, work, case, list(enumerate(events, start=1)))


def load_timeline_page(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str, excerpt: Excerpt
) -> TimelinePage:
    """Return a page of what happened in a case.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    shown, skipped = _shown(work, case, actor, excerpt.part), (excerpt.page - 1) * excerpt.size
    query = (
        select(HistoryEvent, func.count().over())
        .where(*shown)
        .order_by(HistoryEvent.number.desc())
        .offset(skipped)
        .limit(excerpt.size)
    )
    found = work.session.execute(query).all()
    if not found:
        # A page after the last one has no row to carry the count.
        return TimelinePage((), work.session.scalars(select(func.count()).where(*shown)).one())
    count = found[0][1]
    numbered = [(count - skipped - place, event) for place, (event, _) in enumerate(found)]
    return TimelinePage(entries_of(engine, work, case, numbered), count)


def _shown(
    work: UnitOfWork, case: Case, actor: Actor, part: str | None
) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of what the actor may know."""
    return (
        HistoryEvent.case_id == case.id,
        HistoryEvent.kind.in_(kinds_of(part)),
        is_known_to(work, actor, case),
    )


def entries_of(
    engine: Engine, work: UnitOfWork, case: Case, numbered: Sequence[tuple[int, HistoryEvent]]
) -> tuple[TimelineEntry, ...]:
    """Return events of `SENTENCES` with their numbers in words. The caller has checked access."""
    people = person_names(work, [person for _, event in numbered for person in _people(event)])
    agencies = agency_names(work, [_agency_key(event) for _, event in numbered])
    reasons = reasons_of_migrations(work, [event for _, event in numbered])
    return tuple(
        TimelineEntry(
            number=number,
            at=event.at,
            kind=event.kind,
            sentence=_sentence(engine, work, case, event) + reasons.get(event.id, ""),
            person_name=_who(people, event),
            agency_name=agencies.get(_agency_key(event) or ""),
            due_at=_due_at(event),
        )
        for number, event in numbered
    )


def _people(event: HistoryEvent) -> tuple[int | None, int | None]:
    """Return who did it, and the absent colleague in whose place."""
    return event.person_id, event.details.get("deputy_for")


def _who(people: Mapping[int, str], event: HistoryEvent) -> str | None:
    """Return the name of who did it: of a deputy “X for Y (deputy)”."""
    name, absent = (people.get(person or 0) for person in _people(event))
    return f"{name} for {absent} (deputy)" if name and absent else name


def _sentence(engine: Engine, work: UnitOfWork, case: Case, event: HistoryEvent) -> str:
    compiled = engine.definitions.compiled(work, version_at(work, case, event))
    if event.kind == Happening.MESSAGE_RECEIVED:
        name = message_label(compiled.library, event.details.get("message", ""))
    else:
        name = element_name(compiled, event.element_id or event.details.get("outcome"))
        name = name or event.details.get("name", "")
    return SENTENCES[event.kind](name, event.details)


def _agency_key(event: HistoryEvent) -> str | None:
    """Return the agency that acted, or the one that the opened task or the alert is for."""
    if event.kind in (Happening.TASK_OPENED, Happening.DELIVERY_FAILED):
        agency: str | None = event.details.get("agency")
        return agency
    return event.agency_key


def _due_at(event: HistoryEvent) -> datetime | None:
    due_at = event.details.get("due_at")
    return datetime.fromisoformat(due_at) if due_at else None
