"""Who would be told what in a trial run, and when; nothing of it is ever sent."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from engine.notifications.letter import Letter, write_letter
from engine.notifications.members import list_addressees
from engine.notifications.quiet import waits_until
from engine.notifications.turn import groups_in_words
from engine.persistence.history import HistoryEvent
from engine.persistence.notifications import Notification
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.names import agency_names, element_name, person_names
from engine.trial.clock import TrialClock
from engine.trial.sandbox_store import TrialStore
from engine.vocabulary import Happening


@dataclass(frozen=True)
class TrialNotice:
    """One notice that a real case would have sent."""

    name: str
    """The label of the element that tells, or what Concord itself tells."""
    element_id: str
    to: tuple[str, ...]
    """Roles and agencies in words, and who is named."""
    count: int
    """How many of the demonstration's people it reaches; none: a real case would have an incident
    here."""
    letter: Letter
    queued_at: datetime
    due_at: datetime | None
    """The limit whose passing it tells."""
    waits: tuple[tuple[str, datetime], ...]
    """Agencies whose quiet hours hold the e-mail back, each with until when."""
    is_danger: bool
    only_for: str | None
    """The one agency that may know of it."""
    is_new: bool
    """Whether the last step has led to it."""


def list_trial_notices(store: TrialStore, seen: int | None) -> tuple[TrialNotice, ...]:
    """Return the notices of a run in the order of queueing.

    `seen`: how many events there were before the last step; None: it is not known.
    """
    queued = select(HistoryEvent).where(HistoryEvent.kind == Happening.NOTIFICATION_QUEUED)
    with store.reading() as work:
        events = work.session.scalars(queued.order_by(HistoryEvent.number)).all()
        rows = {str(row.id): row for row in work.session.scalars(select(Notification))}
        return tuple(
            _notice(store, work, rows[event.details["notification"]], event, seen)
            for event in events
            if event.details["notification"] in rows
        )


def _notice(
    store: TrialStore,
    work: UnitOfWork,
    row: Notification,
    event: HistoryEvent,
    seen: int | None,
) -> TrialNotice:
    due_at = row.facts.get("due_at")
    only_for = agency_names(work, [row.only_for_agency]).get(row.only_for_agency or "")
    return TrialNotice(
        name=element_name(store.compiled, row.element_id) or row.facts.get("name", ""),
        element_id=row.element_id,
        to=_to(work, row),
        count=len(list_addressees(work, row, row.queued_at)),
        letter=write_letter(row.template, row.facts, None),
        queued_at=row.queued_at,
        due_at=datetime.fromisoformat(due_at) if due_at else None,
        waits=() if row.is_danger else _waits(store, work, row),
        is_danger=row.is_danger,
        only_for=only_for,
        is_new=seen is not None and event.number > seen,
    )


def _to(work: UnitOfWork, row: Notification) -> tuple[str, ...]:
    keys = [agency for agency, _ in row.groups["groups"]]
    names = agency_names(work, keys)
    groups = groups_in_words((role, names.get(agency, agency)) for agency, role in _groups(row))
    people = person_names(work, [int(person) for person in row.groups.get("people", ())])
    return (*([groups] if groups else []), *people.values())


def _groups(row: Notification) -> list[tuple[str, str]]:
    return [(agency, role) for agency, role in row.groups["groups"]]


def _waits(
    store: TrialStore, work: UnitOfWork, row: Notification
) -> tuple[tuple[str, datetime], ...]:
    """Return which agencies had quiet hours when the notice was queued, and until when."""
    then = replace(store.engine, clock=TrialClock(row.queued_at))
    told = {one.agency_key for one in list_addressees(work, row, row.queued_at)}
    names = agency_names(work, told)
    found = [(names.get(key, key), waits_until(then, work, key)) for key in sorted(told)]
    return tuple((name, until) for name, until in found if until is not None)
