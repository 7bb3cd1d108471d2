"""Queues the notices that a step of a workflow asks for, in the step's own transaction."""

import uuid
from typing import Any

from engine.definitions.recipients import parse_recipients
from engine.persistence.notifications import Notification
from engine.persistence.writing import insert_rows
from engine.runtime.movement import Movement
from engine.runtime.parties import groups_of, opening_of_group
from engine.spiff.step import NotifyCall
from engine.vocabulary import DANGER_MESSAGE, Happening, NotificationState


def queue_notifications(movement: Movement) -> None:
    """Write one notification per notify call, and let those who are told see the case."""
    rows = [_queue(movement, call) for call in movement.process.step.notifications]
    insert_rows(movement.work, Notification, rows)


def _queue(movement: Movement, call: NotifyCall) -> dict[str, Any]:
    groups = groups_of(parse_recipients(call.recipients_text), call.variables)
    openings = tuple(opening_of_group(group, call.variables) for group in groups)
    people = [opening.person_id for opening in openings if opening.person_id]
    everyone = [opening.group for opening in openings if not opening.person_id]
    notification_id = uuid.uuid4()
    movement.reached.extend(openings)
    movement.journal.note(
        Happening.NOTIFICATION_QUEUED,
        process_instance_id=movement.instance.id,
        element_id=call.element_id,
        details={
            "notification": str(notification_id),
            "template": call.template,
            "groups": [[group.agency_key, group.role] for group in groups],
        },
        by_engine=call.due_at is not None,
    )
    return {
        "id": notification_id,
        "case_id": movement.case.id,
        "process_instance_id": movement.instance.id,
        "element_id": call.element_id,
        "template": call.template,
        "groups": {"groups": [[g.agency_key, g.role] for g in everyone], "people": people},
        "facts": _facts(movement, call),
        "is_danger": movement.instance.message == DANGER_MESSAGE,
        "state": NotificationState.PENDING,
        "queued_at": movement.now,
    }


def _facts(movement: Movement, call: NotifyCall) -> dict[str, Any]:
    """Return what the text may say. Never child data, never what somebody typed."""
    element = movement.compiled.library.element(call.element_id)
    stage = element.stage or str(call.variables.get("stage") or movement.case.stage)
    titles = {known.id: known.title for known in movement.compiled.procedure.stages}
    return {
        "reference": movement.case.reference,
        "procedure": movement.compiled.procedure.title,
        "stage": stage,
        "stage_title": titles.get(stage, stage),
        "name": element.name,
        "clauses": list(element.clauses),
        "outcome": call.variables.get("outcome"),
        "due_at": call.due_at.isoformat() if call.due_at else None,
        "at": movement.now.isoformat(),
    }
