"""Where a trial run stands: what is open, the next limit, who was told, what happened."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.persistence.history import HistoryEvent
from engine.persistence.instances import Incident, Timer
from engine.queries.case_details import CaseDetails, load_case
from engine.queries.case_limits import CaseLimit, list_limits
from engine.queries.diagrams import DiagramState, diagram_state
from engine.queries.messages import CaseMessage, list_messages, message_label
from engine.queries.names import element_name, stage_title
from engine.queries.timeline import TimelineEntry, list_timeline
from engine.queries.timeline_words import SENTENCES
from engine.trial.sandbox_acts import open_tasks
from engine.trial.sandbox_notices import TrialNotice, list_trial_notices
from engine.trial.sandbox_people import TrialPerson, agencies, who_may_do, whom_it_reached
from engine.trial.sandbox_steps import TaskPlace
from engine.trial.sandbox_store import TrialStore
from engine.trial.sandbox_ways import Way, suggest_ways
from engine.vocabulary import DANGER_MESSAGE


@dataclass(frozen=True)
class OpenStep:
    """One step that waits for somebody."""

    place: TaskPlace
    name: str
    lane: str
    stage: str
    agency_name: str
    """Of a step for each agency: whose it is."""
    is_danger: bool
    due_at: datetime | None
    due_name: str
    """The label of the limit."""
    people: tuple[TrialPerson, ...]
    """Who may do it; empty: nobody of the demonstration."""
    ways: tuple[Way, ...]
    """Suggested answers of the first of them."""


@dataclass(frozen=True)
class NextLimit:
    """The limit that passes next."""

    element_id: str
    name: str
    at: datetime


@dataclass(frozen=True)
class Failure:
    """An incident: where the procedure could not go on, and why."""

    element_id: str
    name: str
    why: str


@dataclass(frozen=True)
class RunView:
    """Everything that the page of a trial run shows."""

    now: datetime
    case: CaseDetails
    diagram: DiagramState
    open_steps: tuple[OpenStep, ...]
    messages: tuple[CaseMessage, ...]
    """What can be sent at any time, danger first."""
    senders: tuple[TrialPerson, ...]
    next_limit: NextLimit | None
    failures: tuple[Failure, ...]
    notices: tuple[TrialNotice, ...]
    timeline: tuple[TimelineEntry, ...]
    new_entries: int
    """How many of the timeline, from its end, the last step has brought."""
    limits: tuple[CaseLimit, ...]


def view_run(store: TrialStore, seen: int | None = None) -> RunView:
    """Return where a run stands. `seen`: how many events there were before the last step."""
    engine, case = store.engine, store.case
    with store.reading() as work:
        details = load_case(engine, work, store.onlooker, case.reference)
        failures = tuple(_failures(store))
        return RunView(
            now=store.clock.now(),
            case=details,
            diagram=diagram_state(engine, work, case),
            open_steps=tuple(_open_steps(store)),
            messages=_messages(store, details),
            senders=whom_it_reached(store),
            next_limit=next_limit(store),
            failures=failures,
            notices=list_trial_notices(store, seen),
            timeline=list_timeline(engine, work, store.onlooker, case.reference),
            new_entries=_new_entries(store, seen),
            limits=list_limits(engine, work, store.onlooker, case.reference),
        )


def event_count(store: TrialStore) -> int:
    """Return how many events the run's case has."""
    return store.case.history_count


def _open_steps(store: TrialStore) -> list[OpenStep]:
    found = []
    names = dict(agencies(store))
    for task, place in open_tasks(store):
        element = store.compiled.library.element(task.element_id)
        people = who_may_do(store, task)
        first = store.actor(people[0].email) if people else None
        found.append(
            OpenStep(
                place=place,
                name=task.name,
                lane=element.lane_name or "",
                stage=stage_title(store.compiled, task.stage),
                agency_name=names.get(place.agency_key, place.agency_key),
                is_danger=task.is_danger,
                due_at=task.due_at,
                due_name=element_name(store.compiled, task.due_element_id),
                people=people,
                ways=suggest_ways(store, first, task) if first else (),
            )
        )
    return sorted(found, key=lambda step: not step.is_danger)


def _messages(store: TrialStore, case: CaseDetails) -> tuple[CaseMessage, ...]:
    if case.ended_at is not None:
        return ()
    library = store.compiled.library
    danger = CaseMessage(DANGER_MESSAGE, message_label(library, DANGER_MESSAGE), "")
    found = [danger] if DANGER_MESSAGE in library.message_starts else []
    may_others = case.raised_at is not None and case.closed_as is None
    return (*found, *(list_messages(store.compiled) if may_others else ()))


def next_limit(store: TrialStore) -> NextLimit | None:
    """Return the limit that passes next, if any runs."""
    query = (
        select(Timer)
        .where(Timer.next_attempt_at.is_not(None))
        .order_by(Timer.next_attempt_at, Timer.id)
        .limit(1)
    )
    with store.reading() as work:
        timer = work.session.scalar(query)
    if timer is None or timer.next_attempt_at is None:
        return None
    name = element_name(store.compiled, timer.element_id)
    return NextLimit(timer.element_id, " ".join(name.split()), timer.next_attempt_at)


def _failures(store: TrialStore) -> list[Failure]:
    with store.reading() as work:
        incidents = work.session.scalars(select(Incident).order_by(Incident.id)).all()
    return [
        Failure(
            incident.element_id or "",
            element_name(store.compiled, incident.element_id),
            incident.cause,
        )
        for incident in incidents
    ]


def _new_entries(store: TrialStore, seen: int | None) -> int:
    if seen is None:
        return 0
    query = select(HistoryEvent.number).where(
        HistoryEvent.number > seen, HistoryEvent.kind.in_(list(SENTENCES))
    )
    with store.reading() as work:
        return len(work.session.scalars(query).all())
