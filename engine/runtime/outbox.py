"""Queues notices, in the transaction of the step or the answer that asks for them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.access import Group, Opening
from engine.definitions.recipients import parse_recipients
from engine.definitions.telling import Telling
from engine.persistence.notifications import Notification
from engine.persistence.tasks import UserTask
from engine.persistence.writing import insert_rows
from engine.runtime.asking import with_stand_ins
from engine.runtime.movement import Movement
from engine.runtime.parties import groups_of, opening_of_group
from engine.runtime.turns import turn_after_limit
from engine.spiff.step import NotifyCall
from engine.vocabulary import DANGER_MESSAGE, Happening, NotificationState


@dataclass(frozen=True)
class _Notice:
    """One notice before it is written."""

    element_id: str
    template: str
    openings: tuple[Opening, ...]
    variables: Mapping[str, Any]
    due_at: datetime | None = None
    """The limit that has passed; nobody's act leads to such a notice."""
    only_for_agency: str | None = None

    @property
    def groups(self) -> list[list[str]]:
        """The groups that are told, as rows and events hold them."""
        return [[opening.group.agency_key, opening.group.role] for opening in self.openings]


def queue_notifications(movement: Movement) -> None:
    """Write one notification per notify call, and let those who are told see the case."""
    calls = movement.process.step.notifications
    rows = [_queue(movement, _asked_by(movement, call)) for call in calls]
    insert_rows(movement.work, Notification, rows)


def queue_own_notice(movement: Movement, task: UserTask, agency_key: str, telling: Telling) -> None:
    """Tell roles of an agency what its own person answered; nobody else learns that they were."""
    openings = with_stand_ins(
        movement, (Opening(Group(agency_key, role)) for role in telling.roles)
    )
    notice = _Notice(task.element_id, telling.template, openings, {}, only_for_agency=agency_key)
    insert_rows(movement.work, Notification, [_queue(movement, notice)])


def _asked_by(movement: Movement, call: NotifyCall) -> _Notice:
    groups = groups_of(parse_recipients(call.recipients_text), call.variables)
    openings = with_stand_ins(
        movement, (opening_of_group(group, call.variables) for group in groups)
    )
    return _Notice(call.element_id, call.template, openings, call.variables, call.due_at)


def _queue(movement: Movement, notice: _Notice) -> dict[str, Any]:
    """Make a notice known to the history and to whom it reaches; return its row."""
    notification_id = uuid.uuid4()
    movement.reached.extend(notice.openings)
    movement.journal.note(
        Happening.NOTIFICATION_QUEUED,
        process_instance_id=movement.instance.id,
        element_id=notice.element_id,
        details={"notification": str(notification_id), **_details(notice)},
        by_engine=notice.due_at is not None,
    )
    return _row(movement, notice, notification_id)


def _details(notice: _Notice) -> dict[str, Any]:
    """Return what the history says of a notice: of one agency's own, only whose it is."""
    if notice.only_for_agency is not None:
        return {"only_for_agency": notice.only_for_agency}
    return {"template": notice.template, "groups": notice.groups}


def _row(movement: Movement, notice: _Notice, notification_id: uuid.UUID) -> dict[str, Any]:
    everyone = [opening.group for opening in notice.openings if not opening.person_id]
    people = [opening.person_id for opening in notice.openings if opening.person_id]
    return {
        "id": notification_id,
        "case_id": movement.case.id,
        "process_instance_id": movement.instance.id,
        "element_id": notice.element_id,
        "template": notice.template,
        "groups": {"groups": [[g.agency_key, g.role] for g in everyone], "people": people},
        "facts": _facts(movement, notice),
        "is_danger": movement.instance.message == DANGER_MESSAGE,
        "only_for_agency": notice.only_for_agency,
        "state": NotificationState.PENDING,
        "queued_at": movement.now,
    }


def _facts(movement: Movement, notice: _Notice) -> dict[str, Any]:
    """Return what the text may say. Never child data, never what somebody typed."""
    element = movement.compiled.library.element(notice.element_id)
    stage = element.stage or str(notice.variables.get("stage") or movement.case.stage)
    titles = {known.id: known.title for known in movement.compiled.procedure.stages}
    return {
        "reference": movement.case.reference,
        "procedure": movement.compiled.procedure.title,
        "stage": stage,
        "stage_title": titles.get(stage, stage),
        "name": element.name,
        "clauses": list(element.clauses),
        "outcome": notice.variables.get("outcome"),
        "due_at": notice.due_at.isoformat() if notice.due_at else None,
        "at": movement.now.isoformat(),
        **(turn_after_limit(movement, notice.due_at, notice.openings) if notice.due_at else {}),
    }
