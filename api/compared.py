"""The two sides of a comparison: versions, published or not, or a draft."""

import uuid
from dataclasses import dataclass

from api.auth import required_actor
from api.extensions import current_engine
from engine.definitions.bundle import Bundle
from engine.definitions.comparison import Comparison, compare_bundles
from engine.definitions.procedure import FILE_NAME, ProcedureRefusedError, read_procedure
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.definitions import load_definition, load_sources
from engine.queries.procedure_drafts import draft_files, load_draft
from engine.queries.running_cases import RunningCases, count_running_cases


@dataclass(frozen=True)
class Compared:
    """One side of a comparison. `process_definition_id` is None for a draft."""

    title: str
    """“Edition 2026-03-25, version 3”, or what a draft is called."""
    name: str
    """The name of the procedure."""
    key: str
    edition: str
    main: str
    """The file of the main diagram; empty where `procedure.toml` cannot be read."""
    bundle: Bundle
    process_definition_id: int | None


def load_version(work: UnitOfWork, process_definition_id: int) -> Compared:
    """Return a version that the person may see.

    Raises:
        NotFoundError: there is no such version, or the person may not see it.
    """
    engine, actor = current_engine(), required_actor()
    row = load_definition(engine, work, actor, process_definition_id)
    files = load_sources(engine, work, actor, process_definition_id)
    title = f"Edition {row.edition}, version {row.version}"
    bundle = Bundle(files)
    return Compared(title, row.name, row.key, row.edition, _main(bundle), bundle, row.id)


def load_draft_side(work: UnitOfWork, draft_id: uuid.UUID) -> Compared:
    """Return a draft of the person's partnership, as it is now.

    Raises:
        NotFoundError: there is no such draft, or the person does not edit for its partnership.
    """
    actor = required_actor()
    draft = load_draft(work, actor, draft_id)
    bundle = Bundle(draft_files(work, actor, draft_id))
    title = f"Draft “{draft.title}”, revision {draft.revision}"
    return Compared(title, draft.title, draft.key, draft.edition, _main(bundle), bundle, None)


def _main(bundle: Bundle) -> str:
    try:
        return read_procedure(bundle.files.get(FILE_NAME, b"")).main
    except ProcedureRefusedError:
        return ""


def compare(
    work: UnitOfWork, old: Compared, new: Compared
) -> tuple[Comparison, RunningCases | None]:
    """Compare two sides; running cases are counted where the old one is a version of one's own."""
    comparison = compare_bundles(old.bundle, new.bundle)
    if old.process_definition_id is None:
        return comparison, None
    engine, actor = current_engine(), required_actor()
    return comparison, count_running_cases(
        engine, work, actor, old.process_definition_id, comparison
    )
