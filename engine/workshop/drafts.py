"""Begin a draft: from a version, or from files that somebody brings. Rename it, discard it."""

import uuid
from collections.abc import Mapping

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.definitions.bundle import Bundle
from engine.definitions.procedure import FILE_NAME, Procedure, ProcedureRefusedError, read_procedure
from engine.errors import InputRefusedError, NotAllowedError
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Partnership
from engine.persistence.procedure_drafts import DraftRevision, ProcedureDraft
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.definitions import DefinitionRow, load_definition, require_own_procedure
from engine.vocabulary import ProcedureDraftState
from engine.workshop.locking import lock_draft, lock_draft_under_way
from engine.workshop.reviewing import withdraw_open_review
from engine.workshop.words import MOST_TITLE, checked_words
from engine.workshop.writing import store_contents, tidy_diagrams, write_revision


def begin_draft(
    engine: Engine, actor: Actor, process_definition_id: int, title: str = ""
) -> uuid.UUID:
    """Copy the files of a version into a new draft; return its id.

    So an earlier version is brought back, too: what is published of it is a new version.

    Raises:
        NotFoundError: there is no such version, or the actor may not see it.
        NotAllowedError: the actor edits no procedures of its partnership.
        InputRefusedError: the title is too long.
    """
    with engine.open_unit_of_work() as work:
        version = load_definition(engine, work, actor, process_definition_id)
        require_own_procedure(work, actor, key=version.key, partnership_key=version.partnership_key)
        bundle = engine.definitions.compiled(work, process_definition_id).bundle
        draft = _new_draft(engine, actor, _named(version), title or version.name[:MOST_TITLE])
        draft.based_on = process_definition_id
        summary = f"Begun as a copy of version {version.version}"
        _begin(engine, work, actor, draft, bundle.files, summary)
        work.commit()
        return draft.id


def begin_draft_from_files(
    engine: Engine, actor: Actor, bundle: Bundle, title: str = "", *, based_on: int | None = None
) -> uuid.UUID:
    """Make files from outside a new draft; return its id. They may have errors.

    `based_on` is the version that they change; without it, the newest of their edition, if any.

    Raises:
        InputRefusedError: no `procedure.toml` says which procedure they are, or the title is too
            long.
        NotAllowedError: the actor edits no procedures of that partnership.
        NotFoundError: the actor may not see the version of `based_on`.
    """
    procedure = _procedure_in(bundle.files)
    files = tidy_diagrams(bundle.files)
    with engine.open_unit_of_work() as work:
        _refuse_unknown_partnership(work, procedure)
        require_own_procedure(work, actor, key=procedure.key, partnership_key=procedure.partnership)
        draft = _new_draft(engine, actor, procedure, title or procedure.title[:MOST_TITLE])
        if based_on is None:
            draft.based_on = _newest_version(work, procedure)
        else:
            draft.based_on = load_definition(engine, work, actor, based_on).id
        _begin(engine, work, actor, draft, files, "Begun with files that were brought in")
        work.commit()
        return draft.id


def rename_draft(engine: Engine, actor: Actor, draft_id: uuid.UUID, title: str) -> None:
    """Give a draft another title. It is for lists only, so a review stays.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
        NotAllowedError: it was published or discarded.
        InputRefusedError: the title is empty or too long.
    """
    words = _checked_title(title)
    with engine.open_unit_of_work() as work:
        lock_draft_under_way(work, actor, draft_id).title = words
        work.commit()


def discard_draft(engine: Engine, actor: Actor, draft_id: uuid.UUID) -> None:
    """Put a draft away. Nothing of it is deleted: it can be brought back.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
        NotAllowedError: it was published. Discarding twice is once.
    """
    with engine.open_unit_of_work() as work:
        if lock_draft(work, actor, draft_id).state == ProcedureDraftState.DISCARDED:
            return
        draft = lock_draft_under_way(work, actor, draft_id)
        withdraw_open_review(engine, work, actor, draft)
        draft.state = ProcedureDraftState.DISCARDED
        draft.changed_by, draft.changed_at = actor.person_id, engine.clock.now()
        work.commit()


def bring_draft_back(engine: Engine, actor: Actor, draft_id: uuid.UUID) -> None:
    """Go on with a draft that was discarded. One that is under way stays as it is.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
        NotAllowedError: it was published.
    """
    with engine.open_unit_of_work() as work:
        draft = lock_draft(work, actor, draft_id)
        if draft.state == ProcedureDraftState.PUBLISHED:
            raise NotAllowedError("This draft was published. Start a new draft from its version.")
        if draft.state == ProcedureDraftState.DISCARDED:
            draft.state = ProcedureDraftState.EDITING
            draft.changed_by, draft.changed_at = actor.person_id, engine.clock.now()
            work.commit()


def _named(version: DefinitionRow) -> Procedure:
    """Return which procedure a version is of, as far as a draft needs it."""
    return Procedure(
        key=version.key,
        title=version.name,
        partnership=version.partnership_key,
        edition=version.edition,
        reference_prefix="",
        main="",
        clause_policy="",
        lane_roles={},
        stages=(),
    )


def _procedure_in(files: Mapping[str, bytes]) -> Procedure:
    if FILE_NAME not in files:
        raise InputRefusedError(
            f"There is no {FILE_NAME} among the files, so nobody can tell which procedure they are "
            "of. Bring in the whole folder of an edition as a zip file, or start from a version."
        )
    try:
        return read_procedure(files[FILE_NAME])
    except ProcedureRefusedError as error:
        raise InputRefusedError(f"{FILE_NAME} cannot be used: {error}") from error


def _refuse_unknown_partnership(work: UnitOfWork, procedure: Procedure) -> None:
    if work.session.get(Partnership, procedure.partnership) is None:
        raise InputRefusedError(
            f"{FILE_NAME} names the partnership “{procedure.partnership[:100]}”, which is not here."
        )


def _newest_version(work: UnitOfWork, procedure: Procedure) -> int | None:
    query = (
        select(ProcessDefinition.id)
        .where(
            ProcessDefinition.key == procedure.key, ProcessDefinition.edition == procedure.edition
        )
        .order_by(ProcessDefinition.version.desc())
        .limit(1)
    )
    return work.session.scalar(query)


def _new_draft(engine: Engine, actor: Actor, procedure: Procedure, title: str) -> ProcedureDraft:
    now = engine.clock.now()
    return ProcedureDraft(
        id=uuid.uuid4(),
        partnership_key=procedure.partnership,
        key=procedure.key,
        edition=procedure.edition,
        title=_checked_title(title),
        state=ProcedureDraftState.EDITING,
        revision=0,
        created_by=actor.person_id,
        created_at=now,
        changed_by=actor.person_id,
        changed_at=now,
    )


def _begin(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    draft: ProcedureDraft,
    files: Mapping[str, bytes],
    summary: str,
) -> None:
    work.session.add(draft)
    work.session.flush()
    revision = DraftRevision(files=store_contents(work, files), summary=summary)
    write_revision(engine, work, actor, draft, revision)


def _checked_title(title: str) -> str:
    return checked_words(title, "the title", most=MOST_TITLE, needed=True)
