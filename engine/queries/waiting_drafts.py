"""Drafts that wait for somebody to approve them, and those who may."""

from datetime import datetime

from sqlalchemy import and_, func, select

from engine.access import Actor
from engine.persistence.directory import Agency, Person, RoleGrant
from engine.persistence.procedure_drafts import DraftReview, ProcedureDraft
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.actors import grant_holds
from engine.queries.definitions import EDITING, edited_partnerships
from engine.vocabulary import ProcedureDraftState


def count_waiting_drafts(work: UnitOfWork, actor: Actor) -> int:
    """Return how many drafts of their partnerships, that others submitted, the actor may decide."""
    waits = and_(
        DraftReview.draft_id == ProcedureDraft.id,
        DraftReview.decided_at.is_(None),
        DraftReview.withdrawn_at.is_(None),
        DraftReview.submitted_by != actor.person_id,
    )
    query = (
        select(func.count())
        .select_from(ProcedureDraft)
        .join(DraftReview, waits)
        .where(
            ProcedureDraft.state == ProcedureDraftState.SUBMITTED,
            ProcedureDraft.partnership_key.in_(edited_partnerships(actor)),
        )
    )
    return work.session.scalar(query) or 0


def list_deciders(
    work: UnitOfWork, draft: ProcedureDraft, submitted_by: int, now: datetime
) -> list[tuple[int, str]]:
    """Return who may approve a draft, each once, with the key of the office."""
    query = (
        select(RoleGrant.person_id, func.min(RoleGrant.agency_key))
        .join(Agency, Agency.key == RoleGrant.agency_key)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            Agency.partnership_key == draft.partnership_key,
            RoleGrant.role.in_(EDITING),
            RoleGrant.person_id != submitted_by,
            Person.active,
            grant_holds(now),
        )
        .group_by(RoleGrant.person_id)
        .order_by(RoleGrant.person_id)
    )
    return [(person_id, agency) for person_id, agency in work.session.execute(query)]
