"""What happened in a case, in people's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.cases import find_case
from engine.queries.messages import message_label
from engine.queries.names import agency_names, element_name, person_names
from engine.vocabulary import CLOSINGS, DANGER_MESSAGE, Happening


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened. Who did it stands beside the sentence."""

    number: int
    at: datetime
    kind: str
    sentence: str
    person_name: str | None
    """Empty: the engine did it by itself."""
    agency_name: str | None
    due_at: datetime | None
    """The limit that the sentence is about: of a task that opened, of a timer that fired."""


Sentence = Callable[[str, Mapping[str, str]], str]


def _about(words: str) -> Sentence:
    return lambda name, _details: words.format(name=name)


def _message(name: str, details: Mapping[str, str]) -> str:
    if details.get("message") == DANGER_MESSAGE:
        return "Reported that the child is in immediate danger"
    return f"Sent “{name}”"


def _closed(_name: str, details: Mapping[str, str]) -> str:
    reason = CLOSINGS.get(details.get("closed_as", ""), "no reason is known")
    return f"Closed the case outside the procedure: {reason}"


def _ended(name: str, details: Mapping[str, str]) -> str:
    return f"The case ended: {CLOSINGS.get(details.get('closed_as', ''), name)}"


# What is not listed here is for administrators, not for the people of the case.
SENTENCES: Mapping[str, Sentence] = {
    Happening.CASE_RAISED: _about("Raised the difference of opinion"),
    Happening.CASE_ENDED: _ended,
    Happening.CASE_CLOSED: _closed,
    Happening.CLOSING_ASKED: _about("Asked for the case to be closed; a manager has to sign"),
    Happening.CASES_LINKED: _about("Linked the case to another one"),
    Happening.AGENCIES_CHANGED: _about("Changed the agencies that take part"),
    Happening.TASK_HANDED_ON: _about("“{name}” was handed on"),
    Happening.NOBODY_TO_ACT: _about("Nobody of an agency can do “{name}”; the office is told"),
    Happening.CASE_JOINED: _about("Joined the case instead of raising the same again"),
    Happening.TASK_OPENED: _about("“{name}” opened"),
    Happening.TASK_CLAIMED: _about("Took “{name}”"),
    Happening.TASK_RELEASED: _about("Gave “{name}” back"),
    Happening.TASK_HANDED_OVER: _about("Handed “{name}” over to a colleague"),
    Happening.COMMENT_WRITTEN: _about("Wrote a comment"),
    Happening.TASK_COMPLETED: _about("Completed “{name}”"),
    Happening.TASK_CANCELLED: _about("“{name}” closed without being completed"),
    Happening.SUBMISSION_MISSED: _about("Sent “{name}” after it had closed; the text is kept"),
    Happening.TIMER_FIRED: _about("Time limit passed: {name}"),
    Happening.MESSAGE_RECEIVED: _message,
    Happening.NOTIFICATION_QUEUED: _about("Notice: {name}"),
    Happening.INCIDENT_RAISED: _about("The procedure could not go on; administrators look into it"),
    Happening.INCIDENT_RESOLVED: _about("The procedure goes on after an incident"),
}


def list_timeline(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str
) -> tuple[TimelineEntry, ...]:
    """Return what happened in a case, in the order in which it happened.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    query = (
        select(HistoryEvent)
        .where(HistoryEvent.case_id == case.id, HistoryEvent.kind.in_(SENTENCES))
        .order_by(HistoryEvent.number)
    )
    events = [event for event in work.session.scalars(query) if _is_for(event, actor)]
    people = person_names(work, [event.person_id for event in events])
    agencies = agency_names(work, [_agency_key(event) for event in events])
    return tuple(
        TimelineEntry(
            number=event.number,
            at=event.at,
            kind=event.kind,
            sentence=_sentence(engine, work, case, event),
            person_name=people.get(event.person_id or 0),
            agency_name=agencies.get(_agency_key(event) or ""),
            due_at=_due_at(event),
        )
        for event in events
    )


def _is_for(event: HistoryEvent, actor: Actor) -> bool:
    """Tell whether the actor may know of it: an agency's own notices are its own."""
    only_for = event.details.get("only_for_agency")
    return only_for is None or only_for in actor.agencies


def _sentence(engine: Engine, work: UnitOfWork, case: Case, event: HistoryEvent) -> str:
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    if event.kind == Happening.MESSAGE_RECEIVED:
        name = message_label(compiled.library, event.details.get("message", ""))
    else:
        name = element_name(compiled, event.element_id or event.details.get("outcome"))
        name = name or event.details.get("name", "")
    return SENTENCES[event.kind](name, event.details)


def _agency_key(event: HistoryEvent) -> str | None:
    """Return the agency that acted, or the one that the opened task is for."""
    if event.kind == Happening.TASK_OPENED:
        agency: str | None = event.details.get("agency")
        return agency
    return event.agency_key


def _due_at(event: HistoryEvent) -> datetime | None:
    due_at = event.details.get("due_at")
    return datetime.fromisoformat(due_at) if due_at else None
