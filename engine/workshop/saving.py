"""Save files of a draft as a new revision; what somebody else saved is never overwritten."""

import uuid
from collections.abc import Mapping

from engine.access import Actor
from engine.context import Engine
from engine.definitions.procedure import FILE_NAME, Procedure, ProcedureRefusedError, read_procedure
from engine.english import listed
from engine.errors import InputRefusedError
from engine.persistence.procedure_drafts import DraftRevision, ProcedureDraft
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.definitions import require_own_procedure
from engine.queries.procedure_drafts import file_hashes
from engine.workshop.locking import lock_draft_under_way
from engine.workshop.reviewing import back_to_editing
from engine.workshop.writing import store_contents, tidy_diagrams, write_revision

MOST_NAMED = 3


def save_files(
    engine: Engine,
    actor: Actor,
    draft_id: uuid.UUID,
    changes: Mapping[str, bytes | None],
    *,
    base_revision: int,
    summary: str = "",
) -> int:
    """Save files by path, None takes one out; return the number of the newest revision.

    Diagrams are stored in their canonical form. What changes nothing makes no revision. A draft
    that was submitted or approved goes back to editing, and its review is withdrawn.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
        NotAllowedError: it was published or discarded, or `procedure.toml` now names a procedure
            of somebody else.
        DraftMovedOnError: somebody saved since `base_revision`.
        InputRefusedError: beyond the bounds of a bundle, or a path that leaves it.
    """
    new = tidy_diagrams({path: body for path, body in changes.items() if body is not None})
    gone = {path for path, body in changes.items() if body is None}
    with engine.open_unit_of_work() as work:
        draft = lock_draft_under_way(work, actor, draft_id, base_revision=base_revision)
        before = file_hashes(work, draft.id, draft.revision)
        kept = {path: known for path, known in before.items() if path not in gone}
        after = kept | store_contents(work, new)
        if after == before:
            return draft.revision
        follow_procedure(work, actor, draft, new)
        back_to_editing(engine, work, actor, draft)
        words = summary or _summary(before, after)
        number = write_revision(
            engine, work, actor, draft, DraftRevision(files=after, summary=words)
        )
        work.commit()
        return number


def follow_procedure(
    work: UnitOfWork, actor: Actor, draft: ProcedureDraft, files: Mapping[str, bytes]
) -> None:
    """Let a draft be of the procedure and edition that its `procedure.toml` names from now on.

    Raises:
        InputRefusedError: it names another partnership.
        NotAllowedError: the procedure is one of another partnership.
    """
    procedure = _readable(files.get(FILE_NAME))
    if procedure is None:
        return
    if procedure.partnership != draft.partnership_key:
        raise InputRefusedError(
            f"A draft stays with its partnership: write partnership = “{draft.partnership_key}” "
            f"in {FILE_NAME}."
        )
    require_own_procedure(work, actor, key=procedure.key, partnership_key=procedure.partnership)
    draft.key, draft.edition = procedure.key, procedure.edition


def _readable(source: bytes | None) -> Procedure | None:
    """Return what the file says; one that cannot be read is a matter for the checks."""
    try:
        return None if source is None else read_procedure(source)
    except ProcedureRefusedError:
        return None


def _summary(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Say in a few words which files were changed, added and taken out."""
    changed = [path for path in after if path in before and after[path] != before[path]]
    kinds = {
        "Changed": sorted(changed),
        "Added": sorted(after.keys() - before.keys()),
        "Removed": sorted(before.keys() - after.keys()),
    }
    return "; ".join(f"{verb} {_named(paths)}" for verb, paths in kinds.items() if paths)


def _named(paths: list[str]) -> str:
    return listed(paths) if len(paths) <= MOST_NAMED else f"{len(paths)} files"
