"""Arrange that somebody is away and a colleague stands in, and end it before its time."""

from datetime import datetime

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.errors import AnswersInvalidError, NotAllowedError, NotFoundError
from engine.persistence.directory import Absence, Person
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.colleagues import may_arrange_for
from engine.runtime.absence_rules import NewAbsence, problems_of
from engine.runtime.deputies import rewrite_deputies
from engine.runtime.deputies_told import tell_deputies
from engine.runtime.ended_claims import free_ended_claims

NOT_YOURS = (
    "Absences are arranged by whoever is away, by a manager or safeguarding lead of the same "
    "agency, or by an administrator of the partnership’s office."
)


def arrange_absence(
    engine: Engine,
    actor: Actor,
    *,
    person_id: int,
    deputy_id: int,
    starts_at: datetime,
    ends_at: datetime,
) -> int:
    """Arrange that a colleague has somebody's roles while they are away; return the absence's id.

    The deputy may do what the absent person may: as a member of their groups, and for what is open
    to them by name. Due times, drafts and claims stay. Earlier today counts as from now on. Roles
    of editors and administrators are not handed on, nor those that the absent person has as
    somebody's deputy.

    Raises:
        NotFoundError: there is no such person.
        NotAllowedError: the absence is not the actor's to arrange.
        AnswersInvalidError: the times or the deputy cannot be; one problem for each argument.
    """
    with engine.open_unit_of_work() as work:
        now = engine.clock.now()
        _lock(work, person_id, deputy_id)
        person = work.session.get(Person, person_id)
        if person is None or not person.active:
            raise NotFoundError("person", person_id)
        if not may_arrange_for(work, actor, person_id, now):
            raise NotAllowedError(NOT_YOURS)
        new = NewAbsence(person_id, deputy_id, starts_at, ends_at)
        problems = list(problems_of(work, actor, new, now))
        if problems:
            raise AnswersInvalidError(problems)
        row = _row(new, actor, now)
        work.session.add(row)
        work.session.flush()
        rewrite_deputies(work, person_id, now)
        work.commit()
        absence_id = row.id
    if starts_at <= now:
        tell_deputies(engine)
    return absence_id


def end_absence(engine: Engine, actor: Actor, absence_id: int) -> None:
    """End an absence before its time; one that is over stays as it is.

    The deputy’s roles end at once, and with them their claims. What they wrote and did stays.

    Raises:
        NotFoundError: there is no such absence.
        NotAllowedError: the absence is not the actor's to end.
    """
    with engine.open_unit_of_work() as work:
        now = engine.clock.now()
        row = work.session.get(Absence, absence_id)
        if row is None:
            raise NotFoundError("absence", absence_id)
        _lock(work, row.person_id, row.deputy_id)
        work.session.refresh(row)
        if not may_arrange_for(work, actor, row.person_id, now):
            raise NotAllowedError(NOT_YOURS)
        if row.ended_at is not None or row.ends_at <= now:
            return
        row.ended_at, row.ended_by = now, actor.person_id
        work.session.flush()
        rewrite_deputies(work, row.person_id, now)
        work.commit()
    free_ended_claims(engine)


def _lock(work: UnitOfWork, *person_ids: int) -> None:
    """Let two who arrange something for the same people do so one after the other."""
    query = select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id)
    work.session.execute(query.with_for_update(key_share=True)).all()


def _row(new: NewAbsence, actor: Actor, now: datetime) -> Absence:
    return Absence(
        person_id=new.person_id,
        deputy_id=new.deputy_id,
        starts_at=max(new.starts_at, now),
        ends_at=new.ends_at,
        arranged_by=actor.person_id,
        arranged_at=now,
    )
