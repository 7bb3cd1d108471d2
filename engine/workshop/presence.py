"""Who is in a draft now: people who edit at the same time know of each other."""

import uuid

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError
from engine.persistence.procedure_drafts import DraftPresence
from engine.persistence.writing import conflict_insert
from engine.queries.draft_history import Present, list_present
from engine.queries.procedure_drafts import load_draft

MOST_PATH = 300


def note_presence(
    engine: Engine, actor: Actor, draft_id: uuid.UUID, path: str
) -> tuple[Present, ...]:
    """Note that the actor is at this path of a draft; return the others of the last minute.

    `path` is that of a file, or the name of a page of the draft.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
        InputRefusedError: the path is none.
    """
    if len(path) > MOST_PATH or not path.isprintable():
        raise InputRefusedError("This is not a path inside a draft.")
    now = engine.clock.now()
    with engine.open_unit_of_work() as work:
        load_draft(work, actor, draft_id)
        seen = {"path": path, "seen_at": now}
        row = conflict_insert(work, DraftPresence).values(
            draft_id=draft_id, person_id=actor.person_id, **seen
        )
        work.session.execute(
            row.on_conflict_do_update(index_elements=["draft_id", "person_id"], set_=seen)
        )
        others = list_present(work, actor, draft_id, now)
        work.commit()
        return others
