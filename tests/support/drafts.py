"""A procedure draft of Berkshire's newest edition, as its editor begins it."""

import uuid

from sqlalchemy import select

from engine.persistence.definitions import ProcessDefinition
from engine.queries.procedure_drafts import draft_files
from engine.workshop.drafts import begin_draft
from tests.support.app import ConcordApp

OFFICE = "berkshire-partnership"
KEY, EDITION = "berkshire_escalation", "2026-03-25"


def new_draft(
    concord: ConcordApp, key: str = KEY, edition: str = EDITION, office: str = OFFICE
) -> uuid.UUID:
    """Begin a draft from the newest version of an edition, as the editor of its partnership."""
    with concord.engine.open_reading() as work:
        query = select(ProcessDefinition.id).where(
            ProcessDefinition.key == key, ProcessDefinition.edition == edition
        )
        version = work.session.scalars(query.order_by(ProcessDefinition.version.desc())).first()
    assert version is not None
    return begin_draft(concord.engine, concord.actor("editor", office), version)


def file_of(concord: ConcordApp, draft_id: uuid.UUID, path: str) -> bytes:
    """Return a file of the newest revision."""
    with concord.engine.open_reading() as work:
        return draft_files(work, concord.actor("editor", OFFICE), draft_id)[path]
