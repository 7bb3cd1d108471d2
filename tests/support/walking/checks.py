"""What must hold for one case between any two steps of a walk."""

import uuid
from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select

from engine.access import Group, Opening
from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import Incident, ProcessInstance, Timer
from engine.persistence.notifications import Notification
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.execution import load_instance
from engine.vocabulary import Happening, InstanceState, TaskState
from tests.support.walking.people import People


def faults_of(engine: Engine, case_id: uuid.UUID, people: People) -> list[str]:
    """Return a sentence for everything that does not hold now; nothing is the answer wanted."""
    with engine.open_reading() as work:
        case = work.session.get_one(Case, case_id)
        open_task = (UserTask.case_id == case_id, UserTask.state == TaskState.OPEN)
        tasks = list(work.session.scalars(select(UserTask).where(*open_task)))
        return [
            *_incidents(work, case_id),
            *_instances(engine, work, case, tasks),
            *_may_do(work, tasks, people),
            *_notices(work, case_id, people),
            *_limits(engine, work, case_id, tasks),
        ]


def state_faults(engine: Engine, case_id: uuid.UUID) -> list[str]:
    """Return where the sealed states of a case's instances and its rows differ."""
    faults = []
    with engine.open_reading() as work:
        case = work.session.get_one(Case, case_id)
        for instance in _active(work, case_id):
            process = load_instance(engine, work, case, instance).process
            of_instance = UserTask.process_instance_id == instance.id
            is_open = UserTask.state == TaskState.OPEN
            rows = set(work.session.scalars(select(UserTask.id).where(of_instance, is_open)))
            if rows != set(process.open_tasks):
                faults.append(f"{instance.process_id}: the state has other tasks than the rows")
            waiting = select(Timer).where(Timer.process_instance_id == instance.id)
            due = {timer.id: timer.due_at for timer in work.session.scalars(waiting)}
            if due != {timer.id: timer.due_at for timer in process.timers.values()}:
                faults.append(f"{instance.process_id}: the state has other timers than the rows")
    return faults


def _active(work: UnitOfWork, case_id: uuid.UUID) -> list[ProcessInstance]:
    is_active = ProcessInstance.state == InstanceState.ACTIVE
    query = select(ProcessInstance).where(ProcessInstance.case_id == case_id, is_active)
    return list(work.session.scalars(query))


def _incidents(work: UnitOfWork, case_id: uuid.UUID) -> Iterator[str]:
    for incident in work.session.scalars(select(Incident).where(Incident.case_id == case_id)):
        yield f"an incident at {incident.element_id}: {incident.cause}"


def _instances(
    engine: Engine, work: UnitOfWork, case: Case, tasks: list[UserTask]
) -> Iterator[str]:
    active = _active(work, case.id)
    if (case.ended_at is None) != bool(active):
        yield f"the case ended at {case.ended_at} and has {len(active)} open instances"
    busy = {task.process_instance_id for task in tasks}
    ids = [instance.id for instance in active]
    timers = list(work.session.scalars(select(Timer).where(Timer.process_instance_id.in_(ids))))
    waiting = {timer.process_instance_id for timer in timers}
    for instance in active:
        if instance.id not in busy | waiting:
            yield f"{instance.process_id} has no open task and no waiting timer"
    for timer in timers:
        if timer.due_at <= engine.clock.now():
            yield f"{timer.element_id} was due at {timer.due_at} and has not fired"


def _may_do(work: UnitOfWork, tasks: list[UserTask], people: People) -> Iterator[str]:
    ids = [task.id for task in tasks]
    openings: dict[uuid.UUID, list[Opening]] = defaultdict(list)
    for row in work.session.scalars(
        select(TaskCandidate).where(TaskCandidate.user_task_id.in_(ids))
    ):
        group = Group(row.agency_key, row.role)
        openings[row.user_task_id].append(Opening(group, row.person_id))
    for task in tasks:
        if not people.admitted(openings[task.id]):
            yield f"nobody may do {task.element_id}"


def _notices(work: UnitOfWork, case_id: uuid.UUID, people: People) -> Iterator[str]:
    for notice in work.session.scalars(select(Notification).where(Notification.case_id == case_id)):
        groups = [Opening(Group(*group)) for group in notice.groups["groups"]]
        if not (people.admitted(groups) or notice.groups["people"]):
            yield f"{notice.element_id} tells nobody: {notice.groups}"


def _limits(
    engine: Engine, work: UnitOfWork, case_id: uuid.UUID, tasks: list[UserTask]
) -> Iterator[str]:
    late = [task for task in tasks if task.due_at and task.due_at <= engine.clock.now()]
    if not late:
        return
    fired = select(HistoryEvent).where(
        HistoryEvent.case_id == case_id, HistoryEvent.kind == Happening.TIMER_FIRED
    )
    told = {event.details["due_at"] for event in work.session.scalars(fired)}
    for task in late:
        if task.due_at is not None and task.due_at.isoformat() not in told:
            yield f"{task.element_id} was due at {task.due_at}, and no limit has fired"
