"""A draft as its pages show it: files by kind with the ways to change them, and places."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from flask import url_for

from engine.definitions import names
from engine.definitions.diagram import Element
from engine.definitions.problem import Problem
from engine.definitions.subject import read_subject
from engine.queries.procedure_drafts import DraftDetails
from forms.definition import read_form
from forms.problem import FormRefused

DIAGRAMS, FORMS, SCENARIOS, OTHERS = "Diagrams", "Forms", "Scenarios", "Other files"
KINDS = (DIAGRAMS, FORMS, OTHERS, SCENARIOS)
WHAT: Mapping[str, str] = {
    "procedure.toml": "Name, edition, stages and the roles of lanes",
    "clauses.json": "The clauses of the policy",
    "README.md": "Notes for people who read the files",
}


@dataclass(frozen=True)
class Way:
    """A link to somewhere that a file can be changed or looked at."""

    text: str
    url: str


@dataclass(frozen=True)
class ShownFile:
    """One file with its ways."""

    path: str
    what: str
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Place:
    """A problem's or a comment's place as a link."""

    text: str
    url: str


@dataclass(frozen=True)
class ElementChoices:
    """Elements of one diagram, to comment on: value and name."""

    path: str
    elements: tuple[tuple[str, str], ...] = field(default=())


def kind_of(path: str) -> str:
    """Return under which heading a file stands."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix == ".bpmn":
        return DIAGRAMS
    if suffix == ".form":
        return FORMS
    return SCENARIOS if path.startswith("scenarios/") else OTHERS


def files_by_kind(draft_id: uuid.UUID, files: Mapping[str, bytes]) -> dict[str, list[ShownFile]]:
    """Return the files of a draft under their headings; a heading without files is left out."""
    found: dict[str, list[ShownFile]] = {kind: [] for kind in KINDS}
    for path, content in files.items():
        what = _title(path, content) if kind_of(path) == FORMS else WHAT.get(path, "")
        shown = ShownFile(path, what, tuple(_ways(draft_id, path)))
        found[kind_of(path)].append(shown)
    return {kind: files for kind, files in found.items() if files}


def form_key(path: str) -> str:
    """Return the key under which diagrams name a form's file."""
    return PurePosixPath(path).stem


def _title(path: str, content: bytes) -> str:
    """Return the title of a form, empty for one that cannot be read."""
    try:
        return read_form(form_key(path), content).title
    except FormRefused:
        return ""


def _ways(draft_id: uuid.UUID, path: str) -> Iterator[Way]:
    kind = kind_of(path)
    if kind == DIAGRAMS:
        yield Way("Draw", url_for("pages_modeller.edit_diagram", draft_id=draft_id, path=path))
        yield Way(
            "Table of steps", url_for("pages_step_table.edit_steps", draft_id=draft_id, path=path)
        )
    if kind == FORMS:
        url = url_for("pages_form_editor.edit_form", draft_id=draft_id, key=form_key(path))
        yield Way("Edit", url)
    yield Way("As text", url_for("pages_workshop_files.show_file", draft_id=draft_id, path=path))


def place_of(
    draft: DraftDetails, path: str, element_id: str | None, named: Mapping[str, str]
) -> Place | None:
    """Return where something is said of, as a link to where it can be changed.

    `named` has the names of elements by id; one without a name is told by its id.
    """
    if not path:
        return None
    kind = kind_of(path)
    text = f"{named.get(element_id, element_id)}, {path}" if element_id else path
    if kind == DIAGRAMS:
        url = url_for(
            "pages_modeller.edit_diagram", draft_id=draft.id, path=path, element=element_id
        )
        return Place(text, url)
    if kind == FORMS:
        key = form_key(path)
        return Place(text, url_for("pages_form_editor.edit_form", draft_id=draft.id, key=key))
    return Place(text, url_for("pages_workshop_files.show_file", draft_id=draft.id, path=path))


def placed_problems(
    draft: DraftDetails, files: Mapping[str, bytes], problems: Iterable[Problem]
) -> list[tuple[Problem, Place | None]]:
    """Return each problem with the link to its place; a file that is missing has none."""
    named = element_names(elements_to_comment(files))
    return [
        (one, place_of(draft, one.file, one.element_id, named) if one.file in files else None)
        for one in problems
    ]


def element_names(choices: Iterable[ElementChoices]) -> dict[str, str]:
    """Return the names of elements by id; ids are unique over the diagrams of a draft."""
    return {element_id: name for choice in choices for element_id, name in choice.elements}


def elements_to_comment(files: Mapping[str, bytes]) -> list[ElementChoices]:
    """Return what comments can be on: every file, and of each diagram what people name in it."""
    diagrams = {diagram.file: diagram for diagram in read_subject(files).diagrams}
    return [
        ElementChoices(
            path, tuple(_named_elements(diagrams[path].root)) if path in diagrams else ()
        )
        for path in files
        if kind_of(path) != SCENARIOS
    ]


def _named_elements(root: Element) -> Iterator[tuple[str, str]]:
    """Yield id and name of everything in a diagram that has both."""
    for element in root.iter():
        name, element_id = names.one_line(element.get("name")), element.get("id")
        if name and element_id and names.kind(element) in names.FLOW_NODES | {"lane"}:
            yield str(element_id), name
