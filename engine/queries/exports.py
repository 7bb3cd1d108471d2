"""The files of versions and drafts as they were stored, for the command line."""

import uuid

from sqlalchemy import select

from engine.definitions.bundle import Bundle
from engine.errors import NotFoundError
from engine.persistence.definitions import Deployment, ProcessDefinition
from engine.persistence.procedure_drafts import ProcedureDraft, ProcedureFile
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.procedure_drafts import file_hashes


def stored_version(work: UnitOfWork, process_definition_id: int) -> Bundle:
    """Return the bundle of a version, the same bytes that were deployed.

    It is not made ready to run, so that a version which the engine can no longer read comes too.

    Raises:
        NotFoundError: there is no such version.
    """
    query = (
        select(Deployment.bundle)
        .join(ProcessDefinition, ProcessDefinition.deployment_id == Deployment.id)
        .where(ProcessDefinition.id == process_definition_id)
    )
    packed = work.session.scalar(query)
    if packed is None:
        raise NotFoundError("process definition", process_definition_id)
    return Bundle.from_bytes(packed)


def stored_draft(work: UnitOfWork, draft_id: uuid.UUID) -> Bundle:
    """Return the files of a draft's newest revision.

    Raises:
        NotFoundError: there is no such draft.
    """
    draft = work.session.get(ProcedureDraft, draft_id)
    if draft is None:
        raise NotFoundError("draft", draft_id)
    hashes = file_hashes(work, draft_id, draft.revision)
    query = select(ProcedureFile.content_hash, ProcedureFile.content).where(
        ProcedureFile.content_hash.in_(set(hashes.values()))
    )
    contents: dict[str, bytes] = dict(work.session.execute(query).all())
    return Bundle({path: contents[content_hash] for path, content_hash in hashes.items()})
