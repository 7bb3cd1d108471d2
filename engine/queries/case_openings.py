"""Who has opened which case to read what people wrote, until when and why."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, func, select

from engine.access import Actor
from engine.context import Engine
from engine.persistence.case_openings import REASON_LABEL, CaseOpening
from engine.persistence.cases import Case
from engine.persistence.directory import Person
from engine.persistence.instances import ProcessInstance
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.administered import is_administered_by
from engine.queries.paging import Page, checked_limit, comes_after, newest_first_cursor

Found = tuple[CaseOpening, str, uuid.UUID, str]


@dataclass(frozen=True)
class OpeningRow:
    """One time that an administrator opened a case."""

    id: uuid.UUID
    reference: str
    process_instance_id: uuid.UUID
    """The case's main one."""
    opened_by: int
    opened_by_name: str
    opened_at: datetime
    ends_at: datetime
    reason: str


def opened_until(work: UnitOfWork, actor: Actor, case: Case, now: datetime) -> datetime | None:
    """Return until when the actor may read what people wrote in a case; None: they may not."""
    query = select(func.max(CaseOpening.ends_at)).where(
        CaseOpening.case_id == case.id,
        CaseOpening.opened_by == actor.person_id,
        CaseOpening.ends_at > now,
    )
    return work.session.scalar(query)


def list_openings(
    engine: Engine, work: UnitOfWork, actor: Actor, *, limit: int = 50, cursor: str | None = None
) -> Page[OpeningRow]:
    """Return a page of the openings in the partnerships that the actor administers, newest first.

    Raises:
        InputRefusedError: the limit or the cursor cannot be used.
    """
    size = checked_limit(limit)
    query = _openings(actor)
    if cursor is not None:
        query = query.where(comes_after(cursor, CaseOpening.opened_at, CaseOpening.id))
    found = work.session.execute(query.limit(size + 1)).all()
    rows = [_row(engine, one) for one in found]
    last = rows[size - 1] if len(rows) > size else None
    next_cursor = newest_first_cursor(last.opened_at, last.id) if last else None
    return Page(tuple(rows[:size]), next_cursor)


def openings_of(
    engine: Engine, work: UnitOfWork, actor: Actor, case_id: uuid.UUID, *, most: int = 20
) -> tuple[OpeningRow, ...]:
    """Return the newest openings of a case that the actor administers."""
    query = _openings(actor).where(CaseOpening.case_id == case_id).limit(most)
    return tuple(_row(engine, one) for one in work.session.execute(query))


def _openings(actor: Actor) -> Select[*Found]:
    return (
        select(CaseOpening, Case.reference, ProcessInstance.id, Person.name)
        .join(Case, Case.id == CaseOpening.case_id)
        .join(ProcessInstance, ProcessInstance.case_id == Case.id)
        .join(Person, Person.id == CaseOpening.opened_by)
        .where(is_administered_by(actor), ProcessInstance.is_main.is_(True))
        .order_by(CaseOpening.opened_at.desc(), CaseOpening.id.desc())
    )


def _row(engine: Engine, found: Row[*Found]) -> OpeningRow:
    opening, reference, instance_id, name = found
    return OpeningRow(
        id=opening.id,
        reference=reference,
        process_instance_id=instance_id,
        opened_by=opening.opened_by,
        opened_by_name=name,
        opened_at=opening.opened_at,
        ends_at=opening.ends_at,
        reason=engine.sealer.open_json(opening.reason, REASON_LABEL),
    )
