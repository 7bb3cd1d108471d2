"""What a trial run goes over: a version or a draft, with its name and the way back to it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import url_for

from api.auth import required_actor
from api.extensions import current_engine
from api.pages.wording import named_edition
from api.reading import reading
from engine.definitions.bundle import Bundle, BundleRefusedError
from engine.errors import InputRefusedError
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.definitions import load_definition
from engine.queries.procedure_drafts import draft_files, load_draft
from engine.trial.sandbox import Run, RunSource, load_run, open_run
from engine.trial.sandbox_store import TrialStore


@dataclass(frozen=True)
class Tried:
    """What is tried, as pages name it."""

    source: RunSource
    name: str
    kind: str
    """“version 3”, or “draft, revision 4”."""
    url: str
    """The page of the version or of the draft."""
    begin_url: str
    newest_revision: int | None = None
    """Of a draft: the number of what was saved last."""

    @property
    def is_behind(self) -> bool:
        """Whether the draft has been saved since the run began."""
        return self.newest_revision is not None and (
            self.newest_revision != self.source.draft_revision
        )


@dataclass(frozen=True)
class OwnRun:
    """One of the person's own runs, with what it goes over."""

    run: Run
    tried: Tried
    bundle: Bundle


def tried_of(work: UnitOfWork, source: RunSource) -> Tried:
    """Return what a run goes over.

    Raises:
        NotFoundError: there is no such version or draft, or the person may not read it.
    """
    actor = required_actor()
    if source.draft_id is not None:
        draft = load_draft(work, actor, source.draft_id)
        revision = source.draft_revision or draft.revision
        return Tried(
            RunSource(draft_id=draft.id, draft_revision=revision),
            draft.title,
            f"draft, revision {revision}",
            url_for("pages_workshop.show_draft", draft_id=draft.id),
            url_for("pages_sandbox.begin", draft_id=draft.id),
            draft.revision,
        )
    row = load_definition(current_engine(), work, actor, source.process_definition_id or 0)
    return Tried(
        RunSource(process_definition_id=row.id),
        f"{row.name}, {named_edition(row.edition)}",
        f"version {row.version}",
        url_for("pages_procedures.show_procedure", process_definition_id=row.id),
        url_for("pages_sandbox.begin", process_definition_id=row.id),
    )


def bundle_of(work: UnitOfWork, source: RunSource) -> Bundle:
    """Return the files that a run goes over. The caller has checked the access.

    Raises:
        InputRefusedError: the files are no bundle.
    """
    engine, actor = current_engine(), required_actor()
    if source.draft_id is None:
        return engine.definitions.compiled(work, source.process_definition_id or 0).bundle
    try:
        return Bundle(draft_files(work, actor, source.draft_id, source.draft_revision))
    except BundleRefusedError as refused:
        raise InputRefusedError(str(refused)) from refused


def own_run(run_id: uuid.UUID) -> OwnRun:
    """Return one of the person's own runs.

    Raises:
        NotFoundError: they have no such run, or may not read what it goes over any more.
    """
    with reading() as work:
        run = load_run(current_engine(), work, required_actor(), run_id)
        return OwnRun(run, tried_of(work, run.source), bundle_of(work, run.source))


@contextmanager
def opened(own: OwnRun) -> Iterator[TrialStore]:
    """Give the store of a run to look at."""
    with open_run(current_engine(), own.run, own.bundle) as store:
        yield store


def run_url(run_id: uuid.UUID, anchor: str | None = None) -> str:
    """Return the address of a run's page."""
    return url_for("pages_sandbox_run.show_run", run_id=run_id, _anchor=anchor)
