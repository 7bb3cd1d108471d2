"""What must hold in a database between any two transactions, whatever happened before."""

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.history_chain import FIRST_HASH, event_hash
from engine.persistence.instances import Incident, ProcessInstance, Timer
from engine.persistence.notifications import Notification
from engine.persistence.tasks import Submission, TaskCandidate, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.execution import load_instance
from engine.vocabulary import Happening, IncidentState, InstanceState, SubmissionState, TaskState

A_MOMENT = timedelta(seconds=10)
"""One transaction may ask a clock that runs more than once."""
OVERDUE = {
    "Timer_S0_OneWorkingDay": "Notify_S0_Report",
    "Timer_S1_24h": "Notify_S1_Overdue",
    "Timer_S2_24h": "Notify_S2_Overdue",
    "Timer_S3_24h": "Notify_S3_Overdue",
    "Timer_S4_48h": "Notify_S4_Overdue",
}


def broken_invariants(engine: Engine) -> list[str]:
    """Return a sentence for everything that does not hold; nothing is the answer wanted."""
    with engine.open_reading() as work:
        return [
            *_tasks(work),
            *_instances(engine, work),
            *_cases(work),
            *_answers(work),
            *_notices(work),
        ]


def broken_chains(engine: Engine) -> list[str]:
    """Return what is wrong with the hash chains of history."""
    with engine.open_reading() as work:
        return [
            fault for case in work.session.scalars(select(Case)) for fault in _chain(work, case)
        ]


def broken_chain(engine: Engine, case_id: uuid.UUID) -> list[str]:
    """Return what is wrong with the hash chain of one case's history."""
    with engine.open_reading() as work:
        return list(_chain(work, work.session.get_one(Case, case_id)))


def _tasks(work: UnitOfWork) -> Iterator[str]:
    candidates = Counter(work.session.scalars(select(TaskCandidate.user_task_id)))
    for task in work.session.scalars(select(UserTask)):
        if (task.state == TaskState.OPEN) != bool(candidates[task.id]):
            yield f"{task.element_id} is {task.state} with {candidates[task.id]} candidates"
        if (task.closed_at is None) != (task.state == TaskState.OPEN):
            yield f"{task.element_id} is {task.state}, closed at {task.closed_at}"


def _instances(engine: Engine, work: UnitOfWork) -> Iterator[str]:
    for instance, case in work.session.execute(
        select(ProcessInstance, Case).join(Case, Case.id == ProcessInstance.case_id)
    ).all():
        tasks = set(work.session.scalars(_open_tasks(instance)))
        timers = {row.id: row for row in work.session.scalars(_timers(instance))}
        if instance.state == InstanceState.ENDED:
            if tasks or timers or instance.workflow is not None:
                yield f"{instance.process_id} has ended and leaves {len(tasks)} tasks behind"
            continue
        process = load_instance(engine, work, case, instance).process
        if set(process.open_tasks) != tasks:
            yield f"{instance.process_id}: the tasks of the state are not those of the rows"
        due = {timer.id: timer.due_at for timer in process.timers.values()}
        if due != {timer_id: row.due_at for timer_id, row in timers.items()}:
            yield f"{instance.process_id}: the timers of the state are not those of the rows"
        yield from _stuck(work, instance, tasks, timers)


def _stuck(
    work: UnitOfWork, instance: ProcessInstance, tasks: set[Any], timers: dict[Any, Timer]
) -> Iterator[str]:
    incidents = select(func.count()).where(
        Incident.process_instance_id == instance.id, Incident.state == IncidentState.OPEN
    )
    has_incident = bool(work.session.scalar(incidents))
    left = [row.element_id for row in timers.values() if row.next_attempt_at is None]
    if left and not has_incident:
        yield f"nobody looks at {left} and there is no incident"
    if not (tasks or timers or has_incident):
        yield f"{instance.process_id} waits for nothing and has not ended"


def _cases(work: UnitOfWork) -> Iterator[str]:
    for case in work.session.scalars(select(Case)):
        is_active = (
            ProcessInstance.case_id == case.id,
            ProcessInstance.state != InstanceState.ENDED,
        )
        active = work.session.scalar(select(func.count()).where(*is_active))
        if case.open_instances != active:
            yield f"{case.reference} counts {case.open_instances} instances and has {active}"
        if (case.ended_at is None) != bool(active):
            yield f"{case.reference}: ended at {case.ended_at} with {active} instances"
        if case.ended_at is not None and case.identity_hint is not None:
            yield f"{case.reference} has ended and still tells who the child is"
        yield from _chain(work, case)


def _chain(work: UnitOfWork, case: Case) -> Iterator[str]:
    query = select(HistoryEvent).where(HistoryEvent.case_id == case.id)
    events = list(work.session.scalars(query.order_by(HistoryEvent.number)))
    if [event.number for event in events] != list(range(1, case.history_count + 1)):
        yield f"{case.reference}: the history has gaps"
    previous = FIRST_HASH
    for event in events:
        if event.hash != event_hash(previous, _columns(event)):
            yield f"{case.reference}: event {event.number} was changed"
        previous = event.hash
    if previous != case.history_hash:
        yield f"{case.reference}: the last event is missing"


def _columns(event: HistoryEvent) -> dict[str, Any]:
    return {column.key: getattr(event, column.key) for column in HistoryEvent.__table__.columns}


def _answers(work: UnitOfWork) -> Iterator[str]:
    """Check that an accepted answer is there as a whole: text, closed task, history, or not."""
    accepted = select(Submission.user_task_id, Submission.person_id, Submission.submitted_at)
    texts = [
        tuple(row)
        for row in work.session.execute(
            accepted.where(Submission.state == SubmissionState.ACCEPTED)
        )
    ]
    completed = select(UserTask.id, UserTask.completed_by, UserTask.closed_at)
    tasks = [
        tuple(row)
        for row in work.session.execute(completed.where(UserTask.state == TaskState.COMPLETED))
    ]
    events = [
        event.details["task"]
        for event in work.session.scalars(
            select(HistoryEvent).where(HistoryEvent.kind == Happening.TASK_COMPLETED)
        )
    ]
    if Counter(text[:2] for text in texts) != Counter(task[:2] for task in tasks):
        yield "accepted answers and completed tasks do not match"
    closed_at = {task_id: at for task_id, _, at in tasks}
    if any(abs(at - closed_at.get(task_id, at)) > A_MOMENT for task_id, _, at in texts):
        yield "an answer was accepted at another time than its task was completed"
    if Counter(events) != Counter(str(task[0]) for task in tasks):
        yield "completed tasks and history do not match"


def _notices(work: UnitOfWork) -> Iterator[str]:
    """Check that each limit that passed was told exactly once, with the time that it had."""
    fired = Counter(
        (event.process_instance_id, OVERDUE[event.element_id], event.details["due_at"])
        for event in work.session.scalars(
            select(HistoryEvent).where(HistoryEvent.kind == Happening.TIMER_FIRED)
        )
        if event.element_id in OVERDUE
    )
    told = Counter(
        (notice.process_instance_id, notice.element_id, notice.facts["due_at"])
        for notice in work.session.scalars(
            select(Notification).where(Notification.element_id.in_(OVERDUE.values()))
        )
        if notice.facts["due_at"] is not None
    )
    if fired != told:
        yield f"limits passed {dict(fired)}, but told {dict(told)}"
    twice = [key for key, count in fired.items() if count > 1]
    if twice:
        yield f"a limit fired twice: {twice}"


def _open_tasks(instance: ProcessInstance) -> Any:
    return select(UserTask.id).where(
        UserTask.process_instance_id == instance.id, UserTask.state == TaskState.OPEN
    )


def _timers(instance: ProcessInstance) -> Any:
    return select(Timer).where(Timer.process_instance_id == instance.id)
