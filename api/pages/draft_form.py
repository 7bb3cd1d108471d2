"""One form of a draft: its file as a page or the island finds it, and what saving it says."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from engine.definitions.bundle import is_safe_path
from engine.definitions.form_uses import FormUse, form_path, uses_of_forms
from engine.errors import NotFoundError
from engine.queries.procedure_drafts import DraftDetails, draft_files, load_draft
from engine.workshop.saving import save_files
from forms.definition import FormDefinition, read_form
from forms.editing.canonical import canonical_form, read_json, write_json
from forms.editing.components import list_components
from forms.problem import FormProblem, FormRefused


@dataclass(frozen=True)
class DraftForm:
    """A form's file in the newest revision of a draft."""

    draft: DraftDetails
    key: str
    source: bytes
    files: Mapping[str, bytes]

    @property
    def path(self) -> str:
        """Where the file stands in the draft."""
        return form_path(self.key)

    @cached_property
    def uses(self) -> tuple[FormUse, ...]:
        """The user tasks of the draft that ask these questions."""
        return uses_of_forms(self.files).get(self.key, ())


@dataclass(frozen=True)
class ReadForm:
    """What could be made of a form's JSON."""

    form: FormDefinition | None
    problems: tuple["NamedProblem", ...]


@dataclass(frozen=True)
class NamedProblem:
    """A problem of a form, with the question that it is about as people know it."""

    component_id: str
    question: str
    message: str
    remedy: str


def find_form(draft_id: uuid.UUID, key: str) -> DraftForm:
    """Return a form of a draft.

    Raises:
        NotFoundError: there is no such draft or form, or the actor does not edit it.
    """
    path = form_path(key)
    with reading() as work:
        actor = required_actor()
        draft = load_draft(work, actor, draft_id)
        files = draft_files(work, actor, draft_id, draft.revision)
    if not is_safe_path(path) or path not in files:
        raise NotFoundError("form", key)
    return DraftForm(draft, key, files[path], files)


def document_of(source: bytes) -> dict[str, Any] | None:
    """Return a form's JSON to be changed; None when the file is no form's JSON."""
    document = read_json(source)
    components = document.get("components") if document else None
    return document if isinstance(components, list) else None


def read_source(key: str, source: bytes) -> ReadForm:
    """Return the form, or what is wrong with it, each with the question's own words."""
    try:
        return ReadForm(read_form(key, source), ())
    except FormRefused as refused:
        labels = _labels(source)
        return ReadForm(None, tuple(_named(one, labels) for one in refused.problems))


def save_document(form: DraftForm, document: Mapping[str, Any], revision: int, summary: str) -> int:
    """Save a changed form over the revision that the page showed; return the new number.

    Raises:
        DraftMovedOnError: somebody saved since.
    """
    content = canonical_form(write_json(document), form.source)
    return save_files(
        current_engine(),
        required_actor(),
        form.draft.id,
        {form.path: content},
        base_revision=revision,
        summary=summary,
    )


def title_of(key: str, source: bytes) -> str:
    """Return what a form calls itself, or its key."""
    document = read_json(source) or {}
    return str(document.get("title") or key)


def _named(problem: FormProblem, labels: Mapping[str, str]) -> NamedProblem:
    question = labels.get(problem.component_id, problem.component_id)
    return NamedProblem(problem.component_id, question, problem.message, problem.remedy)


def _labels(source: bytes) -> dict[str, str]:
    document = read_json(source) or {}
    return {
        placed.id: label_of(placed.component) or placed.id for placed in list_components(document)
    }


def label_of(component: Mapping[str, Any]) -> str:
    """Return what people read first at a component; of words between the questions their start."""
    words = component.get("label") or component.get("dateLabel") or component.get("text") or ""
    text = " ".join(str(words).split())
    return text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004 - a line
