"""Try again what has failed in a process instance: steps, time limits and notices."""

from collections.abc import Sequence

from sqlalchemy import select, update

from engine.access import Group, Opening
from engine.english import counted
from engine.errors import OperationRefusedError
from engine.notifications.requeueing import requeue_deliveries, requeue_notifications
from engine.operations.kind import Kind
from engine.operations.target import Target
from engine.persistence.instances import Incident, Timer
from engine.persistence.tasks import Submission, UserTask
from engine.runtime.application_notices import ApplicationNotice, Sender, queue_application_notice
from engine.runtime.movement import Movement
from engine.runtime.notice_incidents import about_notice
from engine.vocabulary import (
    Happening,
    IncidentState,
    InstanceState,
    OperationKind,
    TaskState,
)


def _retry(target: Target) -> str:
    incidents = _open_incidents(target)
    if not incidents:
        raise OperationRefusedError("Nothing in it has failed.")
    _retry_limits(target)
    requeue_notifications(target.work, target.instance.id)
    emails = [incident.delivery_id for incident in incidents if incident.delivery_id]
    requeue_deliveries(target.work, emails, target.journal.at)
    for incident in incidents:
        incident.state = IncidentState.RESOLVED
        incident.resolved_at, incident.resolved_by = target.journal.at, target.actor.person_id
        target.journal.note(
            Happening.INCIDENT_RESOLVED,
            process_instance_id=target.instance.id,
            element_id=incident.element_id,
            details={"incident": incident.id, **about_notice(target.work, incident)},
        )
        _tell_sender(target, incident)
    return f"{counted(len(incidents), 'incident')} resolved: what had failed was tried again."


def _open_incidents(target: Target) -> Sequence[Incident]:
    query = select(Incident).where(
        Incident.process_instance_id == target.instance.id, Incident.state == IncidentState.OPEN
    )
    return target.work.session.scalars(query.order_by(Incident.id).with_for_update()).all()


def _retry_limits(target: Target) -> None:
    """Let the timers fire that had been left, each with the due time that it had."""
    left = select(Timer.id).where(
        Timer.process_instance_id == target.instance.id, Timer.next_attempt_at.is_(None)
    )
    timers = target.work.session.scalars(left).all()
    if not timers:
        return
    movement = _loaded(target)
    for timer_id in timers:
        movement.process.clocks.release(timer_id)
    again = update(Timer).where(Timer.id.in_(timers))
    target.work.session.execute(again.values(attempts=0, next_attempt_at=target.journal.at))
    if target.instance.state == InstanceState.SUSPENDED:
        return
    movement.process.advance()


def _loaded(target: Target) -> Movement:
    try:
        return target.movement
    except Exception as failure:
        # Whatever is wrong with the saved state, it is as wrong as before.
        raise OperationRefusedError("Its saved state still cannot be read.") from failure


def _tell_sender(target: Target, incident: Incident) -> None:
    """Tell whoever had sent the step that they can send it again; it is theirs to send."""
    task = incident.user_task_id and target.work.session.get(UserTask, incident.user_task_id)
    sent = incident.submission_id and target.work.session.get(Submission, incident.submission_id)
    if not task or not sent or task.state != TaskState.OPEN:
        return
    opening = Opening(Group(sent.agency_key, task.role), sent.person_id)
    sender = Sender(target.work, target.case, target.compiled, target.instance.id, target.journal)
    notice = ApplicationNotice(
        "SEND_AGAIN", task.name, (opening,), element_id=task.element_id, stage=task.stage
    )
    queue_application_notice(sender, notice)


RETRY = Kind(
    OperationKind.RETRY,
    "Try again",
    "What has failed is tried again at once. A time limit keeps the due time that it had; whoever "
    "could not send a step is asked to send it again, and finds what they typed. A notice goes out "
    "again to the address that the person has now.",
    _retry,
    can_undo=False,
    takes_ended=True,
)
