"""Reads the rows of one case into what the report counts."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from sqlalchemy import func, select

from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency, Area
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import ProcessInstance
from engine.persistence.notifications import Notification
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_limits import LimitRun, limit_runs
from engine.queries.cases import participants
from engine.queries.tasks_of_case import tasks_of_case
from engine.reports.chosen_codes import codes_by_task
from engine.reports.markers import IRO_NOTICES
from engine.reports.reported_case import Code, Limit, ReportedCase, Step
from engine.vocabulary import AgencySide, Happening, ParticipantSide

Parties = Mapping[str, tuple[str, ...]]


def gather_case(engine: Engine, work: UnitOfWork, case: Case) -> ReportedCase:
    """Return a raised case as the report counts it; the same rows always give the same facts."""
    if case.raised_at is None:
        message = f"{case.reference} has not been raised"
        raise ValueError(message)
    parties = _parties(work, case)
    given = codes_by_task(engine, work, case)
    mains = set(
        work.session.scalars(
            select(ProcessInstance.id).where(
                ProcessInstance.case_id == case.id, ProcessInstance.is_main
            )
        )
    )
    return ReportedCase(
        process_definition_id=_version_at_raising(work, case, mains),
        area=case.area_key,
        raising=next(iter(parties[AgencySide.RAISING]), ""),
        receiving=parties[AgencySide.RECEIVING],
        raised_at=case.raised_at,
        ended_at=case.ended_at,
        outcome=case.outcome,
        closed_as=case.closed_as,
        steps=tuple(
            _step(task, given.get(task.id, {}), is_main=task.process_instance_id in mains)
            for task in tasks_of_case(work, case.id)
        ),
        limits=tuple(_limit(run, parties) for run in limit_runs(work, case)),
        notices=tuple(_notices(work, case)),
    )


def _version_at_raising(work: UnitOfWork, case: Case, mains: Collection[uuid.UUID]) -> int:
    """Return the version that a case followed when it was raised, wherever it was moved since."""
    raised = select(func.min(HistoryEvent.number)).where(
        HistoryEvent.case_id == case.id, HistoryEvent.kind == Happening.TASK_COMPLETED
    )
    moves = select(HistoryEvent.details).where(
        HistoryEvent.case_id == case.id,
        HistoryEvent.kind == Happening.INSTANCE_MIGRATED,
        HistoryEvent.process_instance_id.in_(mains),
        HistoryEvent.number > raised.scalar_subquery(),
    )
    first = work.session.scalar(moves.order_by(HistoryEvent.number).limit(1))
    return case.process_definition_id if first is None else int(first["from"])


def _step(task: UserTask, codes: Mapping[str, Code], *, is_main: bool) -> Step:
    return Step(
        element_id=task.element_id,
        stage=task.stage,
        role=task.role,
        side=task.agency_side,
        agency=task.completed_for or task.agency_key,
        form_key=task.form_key,
        state=task.state,
        is_danger=task.is_danger,
        is_main=is_main,
        opened_at=task.opened_at,
        closed_at=task.closed_at,
        codes=codes,
    )


def _limit(run: LimitRun, parties: Parties) -> Limit:
    late = next((task.late_reason for task in reversed(run.tasks) if task.late_reason), None)
    found = (agency for task in run.tasks for agency in _agencies(task, parties))
    return Limit(
        element_id=run.element_id,
        stage=run.tasks[0].stage,
        agencies=tuple(dict.fromkeys(found)),
        due_at=run.due_at,
        met_at=run.met_at,
        recorded_at=run.recorded_at,
        late_reason=late,
    )


def _agencies(task: UserTask, parties: Parties) -> tuple[str, ...]:
    """Return who did a task; as long as nobody has, all who are asked."""
    one = task.completed_for or task.agency_key
    return (one,) if one else parties.get(task.agency_side, ())


def _parties(work: UnitOfWork, case: Case) -> Parties:
    """Return the agencies of a case by the sides that a step can name."""
    found = participants(work, [case.id]).get(case.id, ())
    raising, receiving = (
        tuple(one.agency_key for one in found if one.side == side)
        for side in (ParticipantSide.RAISING, ParticipantSide.RECEIVING)
    )
    social_care = work.get_one(Area, case.area_key).social_care_agency
    offices = work.once(("offices", case.partnership_key), lambda: _offices(work, case))
    return {
        AgencySide.RAISING: raising,
        AgencySide.RECEIVING: receiving,
        AgencySide.BOTH: raising + receiving,
        AgencySide.EITHER: raising + receiving,
        AgencySide.SOCIAL_CARE: (social_care,) if social_care else (),
        AgencySide.PARTNERSHIP: offices,
    }


def _notices(work: UnitOfWork, case: Case) -> Iterator[tuple[str, datetime]]:
    query = (
        select(Notification.template, Notification.queued_at)
        .where(Notification.case_id == case.id, Notification.template.in_(IRO_NOTICES))
        .order_by(Notification.queued_at)
    )
    for row in work.session.execute(query):
        yield row.template, row.queued_at


def _offices(work: UnitOfWork, case: Case) -> tuple[str, ...]:
    query = select(Agency.key).where(
        Agency.partnership_key == case.partnership_key, Agency.sector == PARTNERSHIP_SECTOR
    )
    return tuple(work.session.scalars(query))
