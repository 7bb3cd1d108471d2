"""Single files from a modeller on a desk: they go where files of the same names and processes are.

What arrives takes the place of the diagrams that hold the same processes and of the forms of the
same names, in the actor's own draft or else in the newest version. It always becomes a draft: a
modeller cannot say that something is to be published, and pressing its button is no decision that
new cases follow. Nobody else's draft is ever touched.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from engine.access import Actor
from engine.context import Engine
from engine.definitions.bundle import Bundle, BundleRefusedError
from engine.definitions.checking import check_files
from engine.definitions.diagram import Diagram
from engine.definitions.problem import Problem
from engine.definitions.subject import read_subject
from engine.errors import DeploymentRefusedError, InputRefusedError
from engine.workshop.bases import Base, find_base
from engine.workshop.drafts import begin_draft_from_files
from engine.workshop.saving import save_files
from engine.workshop.words import MOST_TITLE
from engine.workshop.writing import tidy_diagrams

NO_DIAGRAM = "There is no BPMN diagram among the files."
NO_PROCESS = "There is no process with an id in the diagram."


@dataclass(frozen=True)
class Placed:
    """What became of the files."""

    procedure: str
    key: str
    draft_id: uuid.UUID | None
    """Empty: the newest version has these files already."""
    process_definition_id: int | None
    """The version that the files were compared with, or the draft is based on."""
    revision: int
    processes: Mapping[str, str]
    """Ids of the processes in the files, each with the name of its file."""
    is_new: bool
    """Whether anything was saved."""
    warnings: tuple[Problem, ...]


def place_files(
    engine: Engine, actor: Actor, files: Mapping[str, bytes], *, title: str, origin: str
) -> Placed:
    """Save diagrams and forms, by file name, in a draft of the actor's; begin one when needed.

    `origin` says in the history where they came from.

    Raises:
        DeploymentRefusedError: the checks found errors in what would come out; nothing was saved.
        InputRefusedError: no procedure, or more than one, has these processes; a file is
            neither a diagram nor a form; or together they are beyond the bounds of a bundle.
        NotAllowedError: the actor edits no procedures of that partnership.
    """
    subject = read_subject(files)
    if subject.refused_diagrams:
        raise DeploymentRefusedError(_errors(check_files(files), files))
    processes = dict(_processes(subject.diagrams))
    with engine.open_reading() as work:
        base = find_base(work, actor, subject.diagrams)
    paths = {name: base.path_of(name, processes) for name in files}
    changes = {paths[name]: content for name, content in files.items()}
    # People know their files by the names that they have on their desks.
    known_as = {path: name for name, path in paths.items()}
    problems = [
        replace(problem, file=known_as.get(problem.file, problem.file))
        for problem in check_files(dict(base.files) | changes)
    ]
    if any(problem.is_error for problem in problems):
        raise DeploymentRefusedError([problem for problem in problems if problem.is_error])
    draft_id, revision = _save(engine, actor, base, changes, title=title, origin=origin)
    return Placed(
        procedure=base.title,
        key=base.key,
        draft_id=draft_id,
        process_definition_id=base.process_definition_id,
        revision=revision,
        processes=processes,
        is_new=(draft_id, revision) != (base.draft_id, base.revision),
        warnings=tuple(problem for problem in problems if problem.file in files),
    )


def _save(
    engine: Engine,
    actor: Actor,
    base: Base,
    changes: Mapping[str, bytes],
    *,
    title: str,
    origin: str,
) -> tuple[uuid.UUID | None, int]:
    """Save the changes; return draft and revision, those of the base when nothing changes."""
    if base.draft_id is not None:
        number = save_files(
            engine, actor, base.draft_id, changes, base_revision=base.revision, summary=origin
        )
        return base.draft_id, number
    if tidy_diagrams(changes) == tidy_diagrams(
        {path: base.files.get(path, b"") for path in changes}
    ):
        return None, base.revision
    try:
        bundle = Bundle(dict(base.files) | dict(changes))
    except BundleRefusedError as error:
        raise InputRefusedError(str(error)) from error
    name = f"{title.strip() or base.title} ({origin})"[:MOST_TITLE]
    draft_id = begin_draft_from_files(
        engine, actor, bundle, name, based_on=base.process_definition_id
    )
    return draft_id, 1


def _processes(diagrams: tuple[Diagram, ...]) -> list[tuple[str, str]]:
    if not diagrams:
        raise InputRefusedError(NO_DIAGRAM)
    found = [
        (process.get("id", ""), PurePosixPath(diagram.file).name)
        for diagram in diagrams
        for process in diagram.processes
        if process.get("id")
    ]
    if not found:
        raise InputRefusedError(NO_PROCESS)
    return found


def _errors(problems: tuple[Problem, ...], files: Mapping[str, bytes]) -> list[Problem]:
    """Return the errors of these files alone, without what is only missing beside them."""
    errors = [problem for problem in problems if problem.is_error]
    return [problem for problem in errors if problem.file in files] or errors
