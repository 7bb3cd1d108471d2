"""What single files belong to: the actor's own draft, or the newest version, of their procedure."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from sqlalchemy import select

from engine.access import Actor
from engine.definitions import names
from engine.definitions.diagram import Diagram, NotBpmnError, read_diagram
from engine.english import listed
from engine.errors import InputRefusedError
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.definitions import edited_partnerships
from engine.queries.exports import stored_version
from engine.queries.procedure_drafts import draft_files, list_drafts
from engine.spiff.document import DocumentRefused
from engine.vocabulary import ProcedureDraftState

MOST_NAMED = 5


@dataclass(frozen=True, eq=False)
class Base:
    """The files that others are merged into: a draft's newest revision, or a version's."""

    key: str
    edition: str
    title: str
    files: Mapping[str, bytes]
    draft_id: uuid.UUID | None
    process_definition_id: int | None
    revision: int
    """Of the draft; of a version, its number."""
    is_published: bool

    @cached_property
    def paths(self) -> Mapping[str, str]:
        """The diagram of each process, by the id of the process."""
        return dict(self._processes())

    def path_of(self, name: str, processes: Mapping[str, str]) -> str:
        """Return where a file goes: over the diagram of its processes, or under its own name.

        `processes` are those of all files that came, each with the name of its file.

        Raises:
            InputRefusedError: it is neither a diagram nor a form.
        """
        suffix = PurePosixPath(name).suffix.lower()
        if suffix == ".form":
            return f"forms/{name}"
        if suffix not in {".bpmn", ".xml"}:
            raise InputRefusedError(
                f"“{name[:100]}” is neither a diagram (.bpmn) nor a form (.form)."
            )
        own = (process for process, file in processes.items() if file == name)
        known = next((self.paths[process] for process in own if process in self.paths), None)
        return known or f"{PurePosixPath(name).stem}.bpmn"

    def _processes(self) -> Iterator[tuple[str, str]]:
        for path, content in self.files.items():
            if path.endswith(".bpmn"):
                try:
                    diagram = read_diagram(path, content)
                except (DocumentRefused, NotBpmnError):
                    continue
                yield from ((process.get("id", ""), path) for process in diagram.processes)


def find_base(work: UnitOfWork, actor: Actor, diagrams: Iterable[Diagram]) -> Base:
    """Return what the diagrams belong to, by the ids of their processes.

    Of several editions it is the one that a diagram names by its property `edition`, or else the
    newest published one. The actor's own draft comes before a version; a draft that is being
    reviewed, or that somebody else has changed last, is left alone.

    Raises:
        InputRefusedError: no procedure that the actor edits has such a process, or several have.
    """
    processes = [process for diagram in diagrams for process in diagram.processes]
    wanted = {process.get("id", "") for process in processes} - {""}
    editions = {names.properties(process).get("edition", "") for process in processes} - {""}
    fitting = [base for base in _newest(work, actor) if wanted & base.paths.keys()]
    most = max((len(wanted & base.paths.keys()) for base in fitting), default=0)
    fitting = [base for base in fitting if len(wanted & base.paths.keys()) == most]
    if not fitting:
        raise InputRefusedError(_none_has(wanted))
    if len({base.key for base in fitting}) > 1:
        raise InputRefusedError(_several_have(wanted, fitting))
    named = [base for base in fitting if base.edition in editions] or fitting
    chosen = max(named, key=lambda base: (base.is_published, base.revision))
    return _own_draft(work, actor, chosen) or chosen


def _none_has(wanted: set[str]) -> str:
    ids = listed([f"“{one[:80]}”" for one in sorted(wanted)[:MOST_NAMED]], "or")
    return (
        f"No procedure that you edit has this process id: {ids}. Open a diagram that was exported "
        "from Concord, or bring a new procedure in as a whole (folder or zip file) in the workshop."
    )


def _several_have(wanted: set[str], fitting: Iterable[Base]) -> str:
    ids = listed([f"“{one[:80]}”" for one in sorted(wanted)[:MOST_NAMED]])
    titles = listed(sorted({f"“{base.title}”" for base in fitting})[:MOST_NAMED])
    return (
        f"Several procedures have the process {ids}: {titles}. Deploy it together with the main "
        "diagram of the procedure that you mean, or change it in the workshop."
    )


def _newest(work: UnitOfWork, actor: Actor) -> Iterator[Base]:
    """Yield the newest version of every edition that the actor edits, rather a published one."""
    query = (
        select(ProcessDefinition)
        .where(ProcessDefinition.partnership_key.in_(edited_partnerships(actor)))
        .order_by(ProcessDefinition.published_at.is_(None), ProcessDefinition.version.desc())
    )
    newest: dict[tuple[str, str], ProcessDefinition] = {}
    for definition in work.session.scalars(query):
        newest.setdefault((definition.key, definition.edition), definition)
    for definition in newest.values():
        yield Base(
            key=definition.key,
            edition=definition.edition,
            title=definition.name,
            files=stored_version(work, definition.id).files,
            draft_id=None,
            process_definition_id=definition.id,
            revision=definition.version,
            is_published=definition.published_at is not None,
        )


def _own_draft(work: UnitOfWork, actor: Actor, version: Base) -> Base | None:
    """Return the draft of the same edition that the actor has changed last, if any."""
    for draft in list_drafts(work, actor, states=(ProcedureDraftState.EDITING,)):
        is_same = (draft.key, draft.edition) == (version.key, version.edition)
        if is_same and draft.changed_by == actor.person_id:
            return Base(
                key=draft.key,
                edition=draft.edition,
                title=draft.title,
                files=draft_files(work, actor, draft.id, draft.revision),
                draft_id=draft.id,
                process_definition_id=draft.based_on,
                revision=draft.revision,
                is_published=False,
            )
    return None
