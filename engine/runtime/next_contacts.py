"""Passes a danger alert on to the next contact, when it did not reach somebody."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.access import Group, Opening
from engine.context import Engine
from engine.english import role_in_words
from engine.notifications.members import people_told
from engine.persistence.cases import Case
from engine.persistence.directory import Agency, Person, RoleGrant
from engine.persistence.instances import ProcessInstance
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.actors import grant_holds
from engine.runtime.application_notices import ApplicationNotice, Sender, queue_application_notice
from engine.runtime.journal import Journal
from engine.runtime.notice_incidents import raise_undelivered, role_told, was_read
from engine.runtime.reach import open_case_to
from engine.runtime.stand_ins import levels_above
from engine.vocabulary import Happening, InstanceState

TEMPLATE = "DANGER_NEXT_CONTACT"
NAME = "The alert went on to the next contact"
NOBODY_LEFT = ", and nobody of the agency is left to tell: telephone"
TOLD_BEFORE = "; the next contact had been told already"


@dataclass(frozen=True)
class Undelivered:
    """A danger alert that did not reach somebody, its case and its instance being locked."""

    case: Case
    instance: ProcessInstance
    alert: Notification
    delivery: Delivery
    at: datetime


def pass_alert_on(engine: Engine, work: UnitOfWork, missed: Undelivered) -> None:
    """Tell the next contact of an alert that failed for good, and the administrators in any case.

    Nothing happens when the alert is over (the child is safe), or when the person has read it in
    Concord all the same. Nobody is told twice: the next contact may have been told while the e-mail
    was only delayed, or when it failed for the first time.
    """
    if is_answered(work, missed):
        return
    if was_passed_on(work, missed.delivery.id):
        raise_undelivered(work, missed.alert, missed.delivery, missed.at, TOLD_BEFORE)
        return
    role = role_told(work, missed.alert, missed.delivery, missed.at)
    following = next_contact(work, missed)
    journal = Journal(missed.case, missed.at, None)
    journal.note(
        Happening.DELIVERY_FAILED,
        process_instance_id=missed.instance.id,
        details={
            "delivery": str(missed.delivery.id),
            "role": role,
            "agency": missed.delivery.agency_key,
            "next_role": following.group.role if following else None,
        },
    )
    then = NOBODY_LEFT
    if following is not None:
        tell_next_contact(engine, work, missed, following, journal)
        then = f"; it went on to the {role_in_words(following.group.role)}"
    raise_undelivered(work, missed.alert, missed.delivery, missed.at, then)
    missed.case.revision += 1
    journal.write(work)


def tell_next_contact(
    engine: Engine, work: UnitOfWork, missed: Undelivered, following: Opening, journal: Journal
) -> None:
    """Queue the alert for the next contact, and open the case to them as an alert does."""
    compiled = engine.definitions.compiled(work, missed.instance.process_definition_id)
    notice = ApplicationNotice(
        TEMPLATE,
        NAME,
        (following,),
        instead_of=missed.delivery.id,
        facts=_facts(work, missed),
    )
    sender = Sender(work, missed.case, compiled, missed.instance.id, journal)
    queue_application_notice(sender, notice)
    open_case_to(work, missed.case.id, (following,), missed.at)


def next_contact(work: UnitOfWork, missed: Undelivered) -> Opening | None:
    """Return the next level of the same agency that has somebody who was not told yet."""
    agency = missed.delivery.agency_key
    told = people_told(work, missed.alert) | {missed.delivery.person_id}
    query = (
        select(RoleGrant.role, RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.agency_key == agency, Person.active, grant_holds(missed.at))
    )
    held = {row.role for row in work.session.execute(query) if row.person_id not in told}
    levels = levels_above(_roles_told(work, missed))
    role = next((level for level in levels if level in held), None)
    return Opening(Group(agency, role)) if role else None


def is_answered(work: UnitOfWork, missed: Undelivered) -> bool:
    """Tell whether the alert is over, or the person has read it in Concord."""
    return missed.instance.state == InstanceState.ENDED or was_read(work, missed.delivery)


def was_passed_on(work: UnitOfWork, delivery_id: uuid.UUID) -> bool:
    """Tell whether somebody was told instead of this delivery already."""
    query = select(Notification.id).where(Notification.instead_of == delivery_id)
    return work.session.scalar(query) is not None


def _roles_told(work: UnitOfWork, missed: Undelivered) -> set[str]:
    """Return the roles of the agency to which the notices of this alert have gone."""
    query = select(Notification.groups).where(
        Notification.process_instance_id == missed.alert.process_instance_id,
        Notification.is_danger,
    )
    agency = missed.delivery.agency_key
    every = [pair for groups in work.session.scalars(query) for pair in groups["groups"]]
    return {role for key, role in every if key == agency}


def _facts(work: UnitOfWork, missed: Undelivered) -> dict[str, Any]:
    """Return what the text says of whoever could not be reached: a role, and how to ring."""
    agency = work.session.get(Agency, missed.delivery.agency_key)
    if agency is None:
        return {}
    return {
        "not_reached": [
            role_told(work, missed.alert, missed.delivery, missed.at),
            agency.name,
        ],
        "telephone": agency.telephone,
        "out_of_hours": agency.out_of_hours,
    }
