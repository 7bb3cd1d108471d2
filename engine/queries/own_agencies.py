"""For which agencies somebody reads in a case what is an agency's own.

Nobody acts for both sides, and nobody reads for both: whoever works for two agencies of a
disagreement reads for the one for which they have acted, or at which the case names them; until
then for neither. An agency that has left stands where the one stands that took its place. What
somebody did for a child in danger takes nobody's side.
"""

import uuid

from sqlalchemy import select, union, union_all

from engine.access import Actor
from engine.persistence.cases import Case, CaseAccess, CaseAgency, FormerAgency
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import ParticipantSide


def own_agencies(work: UnitOfWork, actor: Actor, case_id: uuid.UUID) -> tuple[str, ...]:
    """Return the keys of the agencies whose own texts the actor reads in a case, sorted."""
    if len(actor.agencies) <= 1:
        return actor.agencies
    key = (own_agencies, actor, case_id)
    return work.once(key, lambda: _own_agencies(work, actor, case_id))


def _own_agencies(work: UnitOfWork, actor: Actor, case_id: uuid.UUID) -> tuple[str, ...]:
    parts = _parts(work, case_id)
    sides = {parts[agency] for agency in actor.agencies if agency in parts}
    if len(sides) <= 1:
        return actor.agencies
    theirs = {parts.get(agency) for agency in _taken_sides(work, actor, case_id)}
    return tuple(
        agency for agency in actor.agencies if agency not in parts or parts[agency] in theirs
    )


def _parts(work: UnitOfWork, case_id: uuid.UUID) -> dict[str, str]:
    """Return whose part each agency has in a case, or had: that of the one that has it now."""
    left = select(FormerAgency.agency_key, FormerAgency.successor_key.label("part"))
    takes_part = select(CaseAgency.agency_key, CaseAgency.agency_key.label("part"))
    query = union_all(
        left.where(FormerAgency.case_id == case_id), takes_part.where(CaseAgency.case_id == case_id)
    )
    return {row.agency_key: row.part for row in work.session.execute(query)}


def _taken_sides(work: UnitOfWork, actor: Actor, case_id: uuid.UUID) -> set[str]:
    """Return the agencies for which the actor has acted in a case, or is named in it."""
    raised = (
        select(CaseAgency.agency_key)
        .join(Case, Case.id == CaseAgency.case_id)
        .where(
            Case.id == case_id,
            Case.started_by == actor.person_id,
            CaseAgency.side == ParticipantSide.RAISING,
        )
    )
    named = select(CaseAccess.agency_key).where(
        CaseAccess.case_id == case_id, CaseAccess.person_id == actor.person_id
    )
    acted = select(UserTask.acted_for).where(
        UserTask.case_id == case_id,
        UserTask.completed_by == actor.person_id,
        UserTask.is_danger.is_(False),
    )
    return {key for key in work.session.scalars(union(raised, named, acted)) if key}
