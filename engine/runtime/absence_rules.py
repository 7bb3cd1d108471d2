"""What speaks against an absence: when it is, who is away, and who is to stand in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from engine.access import Actor
from engine.clock import LONDON
from engine.persistence.directory import Absence, Person
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.absences import is_not_over
from engine.queries.colleagues import is_administrator_of, own_agencies
from forms.errors import FieldError

LONGEST = timedelta(days=366)
STARTS_AT, ENDS_AT, DEPUTY = "starts_at", "ends_at", "deputy_id"


@dataclass(frozen=True)
class NewAbsence:
    """An absence that somebody wants to arrange."""

    person_id: int
    deputy_id: int
    starts_at: datetime
    ends_at: datetime


def problems_of(
    work: UnitOfWork, actor: Actor, new: NewAbsence, now: datetime
) -> Iterator[FieldError]:
    """Yield what speaks against an absence; nothing when it can be arranged."""
    wrong_times = list(_problems_of_times(new, now))
    yield from wrong_times
    yield from _problems_of_deputy(work, actor, new, now)
    if not wrong_times:
        yield from _problems_of_others(work, new, now)


def _problems_of_times(new: NewAbsence, now: datetime) -> Iterator[FieldError]:
    if new.starts_at.astimezone(LONDON).date() < now.astimezone(LONDON).date():
        yield _problem(STARTS_AT, "The absence must begin today or later")
    if new.ends_at <= new.starts_at:
        yield _problem(ENDS_AT, "The absence must end after it begins")
    elif new.ends_at <= now:
        yield _problem(ENDS_AT, "The absence must end in the future")
    elif new.ends_at - new.starts_at > LONGEST:
        yield _problem(
            ENDS_AT,
            "The absence must not be longer than a year. Ask an administrator to give the role to "
            "somebody else instead",
        )


def _problems_of_deputy(
    work: UnitOfWork, actor: Actor, new: NewAbsence, now: datetime
) -> Iterator[FieldError]:
    if new.deputy_id == new.person_id:
        yield _problem(DEPUTY, "Nobody stands in for themselves. Choose a colleague")
        return
    deputy = work.session.get(Person, new.deputy_id)
    agencies = own_agencies(work, new.person_id, now)
    if not agencies:
        yield _problem(
            DEPUTY,
            "Whoever is away has no role in which somebody can stand in. An administrator gives "
            "the roles of editors and administrators to somebody else",
        )
    elif (
        deputy is None or not deputy.active or not agencies & own_agencies(work, new.deputy_id, now)
    ):
        yield _problem(DEPUTY, "The deputy must be a colleague who works for the same agency")
    elif actor.person_id == new.deputy_id and not is_administrator_of(
        work, actor, new.person_id, now
    ):
        yield _problem(
            DEPUTY,
            "Nobody makes themselves a deputy. Ask whoever is away, another manager, the "
            "safeguarding lead or an administrator to arrange it",
        )


def _problems_of_others(work: UnitOfWork, new: NewAbsence, now: datetime) -> Iterator[FieldError]:
    """Compare with the absences that are arranged already."""
    for other in _overlapping(work, new, now):
        if other.person_id == new.person_id:
            yield _problem(
                STARTS_AT,
                f"An absence {_when(other)} is arranged already. End it first, or choose other "
                "days",
            )
        elif other.person_id == new.deputy_id:
            yield _problem(
                DEPUTY, f"{_name(work, other.person_id)} is away {_when(other)}. Choose another"
            )
        else:
            yield _problem(
                STARTS_AT,
                f"{_name(work, new.person_id)} stands in for {_name(work, other.person_id)} "
                f"{_when(other)}. Arrange another deputy for that absence first",
            )


def _overlapping(work: UnitOfWork, new: NewAbsence, now: datetime) -> list[Absence]:
    """Return the absences at the same time: of the two people, or in which this one stands in."""
    is_theirs = Absence.person_id.in_([new.person_id, new.deputy_id])
    query = (
        select(Absence)
        .where(
            is_theirs | (Absence.deputy_id == new.person_id),
            is_not_over(now),
            Absence.starts_at < new.ends_at,
            Absence.ends_at > new.starts_at,
        )
        .order_by(Absence.starts_at)
    )
    return list(work.session.scalars(query))


def _name(work: UnitOfWork, person_id: int) -> str:
    return work.session.get_one(Person, person_id).name


def _when(absence: Absence) -> str:
    first, last = absence.starts_at.astimezone(LONDON), absence.ends_at.astimezone(LONDON)
    return f"from {first.day} {first:%B %Y %H:%M} to {last.day} {last:%B %Y %H:%M}"


def _problem(key: str, message: str) -> FieldError:
    return FieldError(key, message, key)
