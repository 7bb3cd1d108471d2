"""Who is told that a case was closed outside its procedure."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.access import Group, Opening
from engine.persistence.tasks import UserTask
from engine.runtime.application_notices import Sender
from engine.runtime.locking import case_openings
from engine.runtime.parties import involved_agencies
from engine.vocabulary import Role


def told_of_closing(sender: Sender, parties: Mapping[str, Any]) -> tuple[Opening, ...]:
    """Return both sides, as far as the case has reached them, and perhaps the office.

    From which stage the business manager is told is the procedure's to say (`[closing]`).
    """
    agencies = set(involved_agencies(parties))
    reached = case_openings(sender.work, sender.case.id)
    told = [opening for opening in reached if opening.group.agency_key in agencies]
    office = parties["partnership_office"]
    if office and _has_come_to(sender, sender.compiled.procedure.closing_told_from):
        told.append(Opening(Group(office, Role.BUSINESS_MANAGER)))
    return tuple(dict.fromkeys(told))


def _has_come_to(sender: Sender, first: str) -> bool:
    """Tell whether the case has come to a stage or beyond, also when it went back since."""
    order = [stage.id for stage in sender.compiled.procedure.stages]
    if first not in order:
        return False
    query = select(UserTask.stage).where(UserTask.case_id == sender.case.id).distinct()
    been = {*sender.work.session.scalars(query), sender.case.stage}
    return any(stage in been for stage in order[order.index(first) :])
