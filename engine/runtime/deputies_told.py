"""Tells deputies of the cases in which something waits for them, once an absence has begun."""

import uuid
from collections.abc import Iterable

from sqlalchemy import or_, select

from engine.access import Actor, Group, Opening
from engine.context import Engine
from engine.errors import NotFoundError
from engine.persistence.cases import Case
from engine.persistence.directory import Absence
from engine.persistence.notifications import Notification
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.absences import absence_holds
from engine.queries.actors import load_actor
from engine.queries.bars import load_bars
from engine.queries.visibility import task_is_open_to
from engine.queries.ways import Place, is_in_place_of, is_member_of
from engine.runtime.application_notices import ApplicationNotice, Sender, queue_application_notice
from engine.runtime.journal import Journal
from engine.runtime.locking import lock_case, main_instance
from engine.vocabulary import TaskState

TEMPLATE = "STANDS_IN"


def tell_deputies(engine: Engine) -> int:
    """Tell the deputies of absences that have begun; return how many absences there were.

    One case and one transaction at a time. After a crash it goes on where it was: nobody is told
    of the same case twice.
    """
    now = engine.clock.now()
    with engine.open_reading() as work:
        query = select(Absence).where(absence_holds(now), Absence.told_at.is_(None))
        begun = work.session.scalars(query.order_by(Absence.id)).all()
    for absence in begun:
        _tell_deputy(engine, absence)
    return len(begun)


def _tell_deputy(engine: Engine, absence: Absence) -> None:
    with engine.open_reading() as work:
        deputy = _deputy(engine, work, absence)
        waiting = _waiting(work, deputy, absence.person_id) if deputy else []
    if deputy is not None:
        for reference, group in waiting:
            _tell(engine, absence, deputy, reference, group)
    with engine.open_unit_of_work() as work:
        row = work.session.get_one(Absence, absence.id)
        row.told_at = row.told_at or engine.clock.now()
        work.commit()


def _deputy(engine: Engine, work: UnitOfWork, absence: Absence) -> Actor | None:
    try:
        return load_actor(work, absence.deputy_id, engine.clock.now())
    except NotFoundError:
        return None


def _waiting(work: UnitOfWork, deputy: Actor, absent: int) -> list[tuple[str, Group]]:
    """Return the cases with a task that the deputy may do only in this colleague's place."""
    groups = [group for group, person in deputy.deputy_groups if person == absent]
    in_place = or_(
        *(is_member_of(TaskCandidate, group) for group in sorted(groups)),
        *(is_in_place_of(TaskCandidate, Place(absent, agency)) for agency in deputy.agencies),
    )
    query = (
        select(Case.reference, TaskCandidate.agency_key, TaskCandidate.role)
        .join(UserTask, UserTask.case_id == Case.id)
        .join(TaskCandidate, TaskCandidate.user_task_id == UserTask.id)
        .where(
            UserTask.state == TaskState.OPEN,
            in_place,
            task_is_open_to(deputy, load_bars(work, deputy)),
        )
        .order_by(UserTask.opened_at, UserTask.id)
    )
    found = {row.reference: Group(row.agency_key, row.role) for row in work.session.execute(query)}
    return list(found.items())


def _tell(engine: Engine, absence: Absence, deputy: Actor, reference: str, group: Group) -> None:
    with engine.open_unit_of_work() as work:
        case = lock_case(work, reference)
        if _was_told(work, case.id, absence):
            return
        journal = Journal(case, engine.clock.now(), None)
        compiled = engine.definitions.compiled(work, case.process_definition_id)
        instance_id = main_instance(work, case).id
        queue_application_notice(
            Sender(work, case, compiled, instance_id, journal),
            ApplicationNotice(
                TEMPLATE,
                "A colleague stands in",
                (Opening(group, deputy.person_id),),
                only_for_agency=group.agency_key,
            ),
        )
        journal.write(work)
        work.commit()


def _was_told(work: UnitOfWork, case_id: uuid.UUID, absence: Absence) -> bool:
    query = select(Notification).where(
        Notification.case_id == case_id,
        Notification.template == TEMPLATE,
        Notification.queued_at >= absence.starts_at,
    )
    told: Iterable[Notification] = work.session.scalars(query)
    return any(absence.deputy_id in notification.groups["people"] for notification in told)
