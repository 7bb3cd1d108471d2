"""Who is away, until when, and who has their roles meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from engine.access import Actor
from engine.persistence.directory import Absence, Person
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.colleagues import is_arranger, people_arranged_by


@dataclass(frozen=True)
class AbsenceRow:
    """An absence that is running or comes."""

    id: int
    person_id: int
    person_name: str
    deputy_id: int
    deputy_name: str
    starts_at: datetime
    ends_at: datetime
    is_running: bool
    may_end: bool
    """Whether the reader may end it before its time."""


def absence_holds(now: datetime) -> ColumnElement[bool]:
    """Return the condition that an absence is running at this time."""
    return and_(Absence.starts_at <= now, is_not_over(now))


def is_not_over(now: datetime) -> ColumnElement[bool]:
    """Return the condition that an absence is running or still to come."""
    return and_(Absence.ends_at > now, Absence.ended_at.is_(None))


def away_until(
    work: UnitOfWork, person_ids: Iterable[int | None], now: datetime
) -> dict[int, datetime]:
    """Return until when people are away, by id; who is here now is not in it."""
    wanted = {person_id for person_id in person_ids if person_id}
    if not wanted:
        return {}
    query = (
        select(Absence.person_id, func.max(Absence.ends_at).label("until"))
        .where(Absence.person_id.in_(wanted), absence_holds(now))
        .group_by(Absence.person_id)
    )
    return {row.person_id: row.until for row in work.session.execute(query)}


def list_absences(work: UnitOfWork, actor: Actor, now: datetime) -> tuple[AbsenceRow, ...]:
    """Return the absences that run or come and concern the actor, the first to begin first.

    Their own, those in which they stand in, and those of people for whom they may arrange.
    """
    person, deputy = aliased(Person), aliased(Person)
    arranged = Absence.person_id.in_(people_arranged_by(actor, now))
    own = Absence.person_id == actor.person_id
    may_end = or_(own, arranged) if is_arranger(actor) else own
    query = (
        select(Absence, person.name, deputy.name, may_end.label("may_end"))
        .join(person, person.id == Absence.person_id)
        .join(deputy, deputy.id == Absence.deputy_id)
        .where(is_not_over(now), or_(may_end, Absence.deputy_id == actor.person_id))
        .order_by(Absence.starts_at, Absence.id)
    )
    return tuple(
        AbsenceRow(
            id=row.id,
            person_id=row.person_id,
            person_name=person_name,
            deputy_id=row.deputy_id,
            deputy_name=deputy_name,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            is_running=row.starts_at <= now,
            may_end=bool(ends),
        )
        for row, person_name, deputy_name, ends in work.session.execute(query)
    )
