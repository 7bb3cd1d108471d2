"""Go back to an earlier revision, or forward again: over sessions and between people."""

import uuid

from engine.access import Actor
from engine.context import Engine
from engine.errors import NotFoundError
from engine.persistence.procedure_drafts import DraftRevision
from engine.queries.procedure_drafts import draft_files
from engine.workshop.locking import lock_draft_under_way
from engine.workshop.reviewing import back_to_editing
from engine.workshop.saving import follow_procedure
from engine.workshop.writing import write_revision


def go_back(
    engine: Engine, actor: Actor, draft_id: uuid.UUID, to_revision: int, *, base_revision: int
) -> int:
    """Make the files of an earlier revision the newest again; return the number of that.

    Nothing is dropped, so that one can go forward again in the same way. The revision to which the
    draft goes back is always one at which something was saved.

    Raises:
        NotFoundError: there is no such draft or revision, or the actor may not see it.
        NotAllowedError: it was published or discarded.
        DraftMovedOnError: somebody saved since `base_revision`.
    """
    with engine.open_unit_of_work() as work:
        draft = lock_draft_under_way(work, actor, draft_id, base_revision=base_revision)
        source = work.session.get(DraftRevision, (draft.id, to_revision))
        if source is None:
            raise NotFoundError("revision", to_revision)
        newest = work.session.get_one(DraftRevision, (draft.id, draft.revision))
        if source.files == newest.files:
            return draft.revision
        origin = source.goes_back_to or source.number
        follow_procedure(work, actor, draft, draft_files(work, actor, draft_id, origin))
        back_to_editing(engine, work, actor, draft)
        number = write_revision(
            engine,
            work,
            actor,
            draft,
            DraftRevision(
                files=dict(source.files),
                summary=f"Went back to revision {origin}",
                goes_back_to=origin,
            ),
        )
        work.commit()
        return number
