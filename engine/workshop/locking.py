"""Taking a draft for one transaction: its row is locked before anything of it is read."""

import uuid

from sqlalchemy import select

from engine.access import Actor
from engine.errors import DraftMovedOnError, NotAllowedError, NotFoundError
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Person
from engine.persistence.procedure_drafts import ProcedureDraft
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.definitions import edited_partnerships
from engine.queries.procedure_drafts import UNDER_WAY
from engine.vocabulary import ProcedureDraftState


def lock_draft(work: UnitOfWork, actor: Actor, draft_id: uuid.UUID) -> ProcedureDraft:
    """Lock a draft and return it, in whatever state it is.

    Raises:
        NotFoundError: there is no such draft, or the actor does not edit for its partnership.
    """
    query = (
        select(ProcedureDraft)
        .where(
            ProcedureDraft.id == draft_id,
            ProcedureDraft.partnership_key.in_(edited_partnerships(actor)),
        )
        .with_for_update(key_share=True, of=ProcedureDraft)
    )
    draft = work.session.scalar(query)
    if draft is None:
        raise NotFoundError("draft", draft_id)
    return draft


def lock_draft_under_way(
    work: UnitOfWork, actor: Actor, draft_id: uuid.UUID, *, base_revision: int | None = None
) -> ProcedureDraft:
    """Lock a draft that can still be changed, as the actor has seen it.

    `base_revision` is the one that they saw; without it, whatever is the newest.

    Raises:
        NotFoundError: there is no such draft, or the actor does not edit for its partnership.
        NotAllowedError: it was published or discarded.
        DraftMovedOnError: somebody has saved it since.
    """
    draft = lock_draft(work, actor, draft_id)
    if draft.state not in UNDER_WAY:
        raise NotAllowedError(_why_over(work, draft))
    if base_revision is not None and base_revision != draft.revision:
        by = work.session.scalars(select(Person.name).where(Person.id == draft.changed_by)).one()
        raise DraftMovedOnError(by=by, at=draft.changed_at, revision=draft.revision)
    return draft


def _why_over(work: UnitOfWork, draft: ProcedureDraft) -> str:
    if draft.state == ProcedureDraftState.DISCARDED:
        return "This draft was discarded. Bring it back before you go on."
    version = work.session.scalar(
        select(ProcessDefinition.version).where(ProcessDefinition.id == draft.published_as)
    )
    return f"This draft was published as version {version}. Start a new draft from that version."
