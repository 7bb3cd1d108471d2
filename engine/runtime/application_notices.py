"""Queues the notices that Concord itself sends about a case: closed, handed over, nobody to act."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.access import EVERY_MEMBER, Group, Opening
from engine.definitions.compiled import CompiledBundle
from engine.persistence.cases import Case
from engine.persistence.notifications import Notification
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import insert_rows
from engine.runtime.journal import Journal
from engine.runtime.movement import Movement
from engine.runtime.parties import agencies_on_side
from engine.vocabulary import Happening, NotificationState, Role


@dataclass(frozen=True)
class Sender:
    """The case that a notice is about, inside one transaction."""

    work: UnitOfWork
    case: Case
    compiled: CompiledBundle
    process_instance_id: uuid.UUID
    journal: Journal

    @property
    def at(self) -> datetime:
        """When it is sent."""
        return self.journal.at


@dataclass(frozen=True)
class ApplicationNotice:
    """What is told, and to whom. Never child data, never what somebody typed."""

    template: str
    name: str
    openings: tuple[Opening, ...]
    element_id: str = ""
    """The step that it is about, where there is one."""
    outcome: str | None = None
    stage: str = ""
    only_for_agency: str | None = None
    """The one agency that may know of it."""
    instead_of: uuid.UUID | None = None
    """The delivery of a danger alert that failed, for which this goes to the next contact."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What else its text may say."""


def queue_application_notice(sender: Sender, notice: ApplicationNotice) -> None:
    """Write a notice into the outbox and the history."""
    if not notice.openings:
        return
    notification_id = uuid.uuid4()
    told = dict.fromkeys(opening.group for opening in notice.openings)
    groups = [[group.agency_key, group.role] for group in told]
    sender.journal.note(
        Happening.NOTIFICATION_QUEUED,
        process_instance_id=sender.process_instance_id,
        element_id=notice.element_id or None,
        details={
            "notification": str(notification_id),
            "template": notice.template,
            "groups": groups,
            "name": notice.name,
            **_only_for(notice),
        },
    )
    insert_rows(sender.work, Notification, [_row(sender, notice, notification_id)])


def tell_that_nobody_can_act(movement: Movement, task: UserTask, agencies: Iterable[str]) -> None:
    """Tell the partnership's business manager that a task waits for nobody."""
    movement.journal.note(
        Happening.NOBODY_TO_ACT,
        process_instance_id=movement.instance.id,
        element_id=task.element_id,
        details={"task": str(task.id), "agencies": sorted(agencies)},
        by_engine=True,
    )
    office = agencies_on_side(None, movement.process.variables)
    openings = tuple(Opening(Group(agency, Role.BUSINESS_MANAGER)) for agency in office)
    notice = ApplicationNotice(
        "NOBODY_TO_ACT", task.name, openings, element_id=task.element_id, stage=task.stage
    )
    queue_application_notice(sender_of(movement), notice)


def sender_of(movement: Movement) -> Sender:
    """Return the sender of notices about a moved instance."""
    return Sender(
        movement.work, movement.case, movement.compiled, movement.instance.id, movement.journal
    )


def _only_for(notice: ApplicationNotice) -> dict[str, Any]:
    """Return what keeps the history of the notice to one agency, where it is for one alone."""
    agency = notice.only_for_agency
    return {} if agency is None else {"only_for_agency": agency}


def _row(sender: Sender, notice: ApplicationNotice, notification_id: uuid.UUID) -> dict[str, Any]:
    everyone = [o.group for o in notice.openings if o.person_id == EVERY_MEMBER]
    people = [o.person_id for o in notice.openings if o.person_id != EVERY_MEMBER]
    return {
        "id": notification_id,
        "case_id": sender.case.id,
        "process_instance_id": sender.process_instance_id,
        "element_id": notice.element_id,
        "template": notice.template,
        "groups": {"groups": [[g.agency_key, g.role] for g in everyone], "people": people},
        "facts": _facts(sender, notice),
        "is_danger": notice.instead_of is not None,
        "only_for_agency": notice.only_for_agency,
        "state": NotificationState.PENDING,
        "queued_at": sender.at,
        "instead_of": notice.instead_of,
    }


def _facts(sender: Sender, notice: ApplicationNotice) -> dict[str, Any]:
    procedure = sender.compiled.procedure
    stage = notice.stage or sender.case.stage
    titles = {known.id: known.title for known in procedure.stages}
    return {
        "reference": sender.case.reference,
        "procedure": procedure.title,
        "stage": stage,
        "stage_title": titles.get(stage, stage),
        "name": notice.name,
        "clauses": [],
        "outcome": notice.outcome,
        "due_at": None,
        "at": sender.at.isoformat(),
        **notice.facts,
    }
