"""Publish an approved draft as a new version, now or from a day on; call that off before it."""

import uuid
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.definitions.bundle import Bundle
from engine.definitions.compiled import CompiledBundle, compile_bundle
from engine.errors import NotAllowedError, NotFoundError
from engine.persistence.definitions import Deployment, ProcessDefinition
from engine.persistence.procedure_drafts import DraftReview, ProcedureDraft
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.definitions import newest_version, require_own_procedure
from engine.queries.procedure_drafts import draft_files, load_draft
from engine.runtime.deployments import make_published, store_version, take_back, take_turns
from engine.vocabulary import ProcedureDraftState
from engine.workshop.locking import lock_draft_under_way
from engine.workshop.reviewing import current_review

NOT_APPROVED = "Only a draft that a second person has approved can be published."


def publish_draft(
    engine: Engine, actor: Actor, draft_id: uuid.UUID, *, at: datetime | None = None
) -> int:
    """Make an approved draft the newest version of its edition; return that version's id.

    New cases follow it from `at` on; without a time, from now on. Cases that run keep theirs.
    The note of the review becomes the reason of the version.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
        NotAllowedError: it is not approved.
        InputRefusedError: the time has gone by, or would overtake another publication.
        DeploymentRefusedError: a rule is newer than the review, and found an error.
    """
    compiled, revision = _compiled(engine, actor, draft_id)
    with engine.open_unit_of_work() as work:
        take_turns(work)
        draft = lock_draft_under_way(work, actor, draft_id, base_revision=revision)
        review = _approval(work, draft)
        procedure = compiled.procedure
        require_own_procedure(work, actor, key=procedure.key, partnership_key=procedure.partnership)
        definition = _unpublished_same(work, compiled, review.note) or store_version(
            engine, work, actor, compiled, note=review.note
        )
        make_published(engine, work, actor, definition, at)
        draft.state, draft.published_as = ProcedureDraftState.PUBLISHED, definition.id
        draft.changed_by, draft.changed_at = actor.person_id, engine.clock.now()
        work.commit()
        return definition.id


def call_off_publication(
    engine: Engine, actor: Actor, process_definition_id: int
) -> uuid.UUID | None:
    """Take back a publication before its time; return the draft, which is approved again.

    The version stays in the list, and no case follows it. A version that came without a draft
    gives None.

    Raises:
        NotFoundError: there is no such version, or the actor may not see it.
        NotAllowedError: the actor edits no procedures of its partnership.
        InputRefusedError: it is not published, or cases may follow it already.
    """
    with engine.open_unit_of_work() as work:
        take_turns(work)
        definition = work.session.get(ProcessDefinition, process_definition_id)
        if definition is None:
            raise NotFoundError("process definition", process_definition_id)
        require_own_procedure(
            work, actor, key=definition.key, partnership_key=definition.partnership_key
        )
        take_back(engine, definition)
        draft = work.session.scalar(
            select(ProcedureDraft)
            .where(ProcedureDraft.published_as == definition.id)
            .with_for_update(key_share=True)
        )
        if draft is not None:
            draft.state, draft.published_as = ProcedureDraftState.APPROVED, None
            draft.changed_by, draft.changed_at = actor.person_id, engine.clock.now()
        work.commit()
        return draft.id if draft else None


def _compiled(engine: Engine, actor: Actor, draft_id: uuid.UUID) -> tuple[CompiledBundle, int]:
    """Return the draft made ready to run, and which revision that was; no lock is held."""
    with engine.open_reading() as work:
        draft = load_draft(work, actor, draft_id)
        if draft.state in {ProcedureDraftState.EDITING, ProcedureDraftState.SUBMITTED}:
            raise NotAllowedError(NOT_APPROVED)
        files = draft_files(work, actor, draft_id, draft.revision)
    return compile_bundle(Bundle(files)), draft.revision


def _approval(work: UnitOfWork, draft: ProcedureDraft) -> DraftReview:
    review = current_review(work, draft)
    if review is None or draft.state != ProcedureDraftState.APPROVED:
        raise NotAllowedError(NOT_APPROVED)
    return review


def _unpublished_same(
    work: UnitOfWork, compiled: CompiledBundle, note: str
) -> ProcessDefinition | None:
    """Return the newest version when it is this one already and no case follows it yet.

    It gets the note of this review: it may have come with another before.
    """
    newest = newest_version(work, compiled.procedure.key, compiled.procedure.edition)
    if newest is None or newest[0].published_at or newest[1] != compiled.bundle.content_hash:
        return None
    work.session.get_one(Deployment, newest[0].deployment_id).note = note
    return newest[0]
