"""Procedure drafts as their editors see them: what is under way, one draft, its files."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from engine.access import Actor
from engine.errors import NotFoundError
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Partnership, Person
from engine.persistence.procedure_drafts import DraftRevision, ProcedureDraft, ProcedureFile
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.definitions import edited_partnerships
from engine.vocabulary import ProcedureDraftState

UNDER_WAY = (
    ProcedureDraftState.EDITING,
    ProcedureDraftState.SUBMITTED,
    ProcedureDraftState.APPROVED,
)

_Creator = aliased(Person)
_Changer = aliased(Person)
_Base = aliased(ProcessDefinition)
_Published = aliased(ProcessDefinition)
_Found = tuple[
    ProcedureDraft, str, str, str, ProcessDefinition | None, ProcessDefinition | None, int | None
]


@dataclass(frozen=True)
class DraftDetails:
    """One procedure draft."""

    id: uuid.UUID
    partnership_key: str
    partnership_name: str
    key: str
    """The process definition key that its `procedure.toml` names."""
    edition: str
    title: str
    state: str
    """A `ProcedureDraftState`."""
    revision: int
    """The number of the newest revision."""
    based_on: int | None
    """Id of the version that it changes; empty: it brings a new edition."""
    based_on_version: int | None
    newest_version: int | None
    """The newest published version of its edition, also one that is to be followed later."""
    created_by_name: str
    created_at: datetime
    changed_by: int
    changed_by_name: str
    changed_at: datetime
    published_as: int | None
    """Id of the version that it became."""
    published_version: int | None
    published_at: datetime | None

    @property
    def is_under_way(self) -> bool:
        """Tell whether it can still be changed: neither published nor discarded."""
        return self.state in UNDER_WAY

    @property
    def is_behind(self) -> bool:
        """Tell whether a version has been published that this draft does not contain."""
        if self.newest_version is None or not self.is_under_way:
            return False
        return self.newest_version > (self.based_on_version or 0)


def list_drafts(
    work: UnitOfWork, actor: Actor, *, states: Collection[str] = UNDER_WAY
) -> tuple[DraftDetails, ...]:
    """Return the drafts of the actor's partnerships in these states, the last changed first."""
    query = _drafts(actor).where(ProcedureDraft.state.in_(list(states)))
    query = query.order_by(ProcedureDraft.changed_at.desc(), ProcedureDraft.id)
    return tuple(_details(row) for row in work.session.execute(query))


def load_draft(work: UnitOfWork, actor: Actor, draft_id: uuid.UUID) -> DraftDetails:
    """Return one draft.

    Raises:
        NotFoundError: there is no such draft, or the actor does not edit for its partnership.
    """
    draft = work.once(("draft", actor, draft_id), lambda: _find(work, actor, draft_id))
    if draft is None:
        raise NotFoundError("draft", draft_id)
    return draft


def draft_files(
    work: UnitOfWork, actor: Actor, draft_id: uuid.UUID, revision: int | None = None
) -> Mapping[str, bytes]:
    """Return the files of a revision by path; without a number, of the newest.

    Raises:
        NotFoundError: there is no such draft or revision, or the actor may not see it.
    """
    draft = load_draft(work, actor, draft_id)
    number = draft.revision if revision is None else revision
    return work.once(("draft files", draft_id, number), lambda: _files(work, draft_id, number))


def draft_file(
    work: UnitOfWork, draft: DraftDetails, path: str, revision: int | None = None
) -> bytes:
    """Return one file of a draft that the reader has loaded; without a number, as it is now.

    Raises:
        NotFoundError: there is no such file, or no such revision.
    """
    hashes = file_hashes(work, draft.id, draft.revision if revision is None else revision)
    if path not in hashes:
        raise NotFoundError("file", path[:100])
    query = select(ProcedureFile.content).where(ProcedureFile.content_hash == hashes[path])
    return work.session.scalars(query).one()


def draft_paths(work: UnitOfWork, draft: DraftDetails) -> tuple[str, ...]:
    """Return the paths of the newest revision's files, sorted."""
    return tuple(sorted(file_hashes(work, draft.id, draft.revision)))


def file_hashes(work: UnitOfWork, draft_id: uuid.UUID, revision: int) -> dict[str, str]:
    """Return the hashes of a revision's contents by path.

    Raises:
        NotFoundError: there is no such revision.
    """
    query = select(DraftRevision.files).where(
        DraftRevision.draft_id == draft_id, DraftRevision.number == revision
    )
    files = work.session.scalar(query)
    if files is None:
        raise NotFoundError("revision", revision)
    return dict(files)


def _files(work: UnitOfWork, draft_id: uuid.UUID, revision: int) -> Mapping[str, bytes]:
    hashes = file_hashes(work, draft_id, revision)
    query = select(ProcedureFile.content_hash, ProcedureFile.content).where(
        ProcedureFile.content_hash.in_(set(hashes.values()))
    )
    contents = dict(work.session.execute(query).all())
    return MappingProxyType({path: contents[hashes[path]] for path in sorted(hashes)})


def _find(work: UnitOfWork, actor: Actor, draft_id: uuid.UUID) -> DraftDetails | None:
    row = work.session.execute(_drafts(actor).where(ProcedureDraft.id == draft_id)).one_or_none()
    return None if row is None else _details(row)


def _drafts(actor: Actor) -> Select[*_Found]:
    newest = (
        select(func.max(ProcessDefinition.version))
        .where(
            ProcessDefinition.key == ProcedureDraft.key,
            ProcessDefinition.edition == ProcedureDraft.edition,
            ProcessDefinition.published_at.is_not(None),
        )
        .scalar_subquery()
    )
    return (
        select(
            ProcedureDraft,
            Partnership.name,
            _Creator.name,
            _Changer.name,
            _Base,
            _Published,
            newest,
        )
        .join(Partnership, Partnership.key == ProcedureDraft.partnership_key)
        .join(_Creator, _Creator.id == ProcedureDraft.created_by)
        .join(_Changer, _Changer.id == ProcedureDraft.changed_by)
        .outerjoin(_Base, _Base.id == ProcedureDraft.based_on)
        .outerjoin(_Published, _Published.id == ProcedureDraft.published_as)
        .where(ProcedureDraft.partnership_key.in_(edited_partnerships(actor)))
    )


def _details(row: Row[*_Found]) -> DraftDetails:
    draft, partnership, creator, changer, base, published, newest = row
    return DraftDetails(
        id=draft.id,
        partnership_key=draft.partnership_key,
        partnership_name=partnership,
        key=draft.key,
        edition=draft.edition,
        title=draft.title,
        state=draft.state,
        revision=draft.revision,
        based_on=draft.based_on,
        based_on_version=base.version if base else None,
        newest_version=newest,
        created_by_name=creator,
        created_at=draft.created_at,
        changed_by=draft.changed_by,
        changed_by_name=changer,
        changed_at=draft.changed_at,
        published_as=draft.published_as,
        published_version=published.version if published else None,
        published_at=published.published_at if published else None,
    )
