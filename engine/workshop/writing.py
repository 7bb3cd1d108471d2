"""What every saved state of a draft is made of: contents stored once, and a revision."""

import hashlib
from collections.abc import Mapping

from sqlalchemy import func, select

from engine.access import Actor
from engine.context import Engine
from engine.definitions.bundle import MAX_BYTES, MAX_FILES, is_safe_path
from engine.definitions.canonical import canonical_diagram
from engine.errors import InputRefusedError
from engine.persistence.procedure_drafts import DraftRevision, ProcedureDraft, ProcedureFile
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import insert_missing_rows

MOST_SUMMARY = 500


def tidy_diagrams(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files with every diagram in its canonical form; the rest as it is."""
    return {
        path: canonical_diagram(content) if path.endswith(".bpmn") else content
        for path, content in files.items()
    }


def store_contents(work: UnitOfWork, files: Mapping[str, bytes]) -> dict[str, str]:
    """Store what is not there yet; return the hashes of the contents by path."""
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    contents = {hashes[path]: content for path, content in files.items()}
    rows = [{"content_hash": key, "content": content} for key, content in sorted(contents.items())]
    if rows:
        insert_missing_rows(work, ProcedureFile, rows)
        work.send()
    return hashes


def write_revision(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    draft: ProcedureDraft,
    revision: DraftRevision,
) -> int:
    """Add a revision to a locked draft as its newest; return its number.

    `revision` says files, summary and what it goes back to; the rest is filled in here.

    Raises:
        InputRefusedError: too many files, too many bytes, or a path that leaves the draft.
    """
    _refuse_beyond_bounds(work, revision.files)
    now = engine.clock.now()
    draft.revision += 1
    draft.changed_by, draft.changed_at = actor.person_id, now
    revision.draft_id, revision.number = draft.id, draft.revision
    revision.saved_by, revision.saved_at = actor.person_id, now
    revision.summary = revision.summary.strip()[:MOST_SUMMARY]
    work.session.add(revision)
    return draft.revision


def _refuse_beyond_bounds(work: UnitOfWork, hashes: Mapping[str, str]) -> None:
    if len(hashes) > MAX_FILES:
        raise InputRefusedError(f"A draft holds at most {MAX_FILES:,} files.")
    for path in hashes:
        if not is_safe_path(path):
            raise InputRefusedError(f"“{path[:100]}” is not a path inside a draft.")
    size = func.length(ProcedureFile.content)
    query = select(ProcedureFile.content_hash, size).where(
        ProcedureFile.content_hash.in_(set(hashes.values()))
    )
    sizes: dict[str, int] = dict(work.session.execute(query).all())
    if sum(sizes[content_hash] for content_hash in hashes.values()) > MAX_BYTES:
        raise InputRefusedError(f"A draft holds at most {MAX_BYTES // 1_000_000} MB.")
