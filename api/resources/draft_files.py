"""The files of a draft, one by one, and what the checks find in them."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from api.access import EDITORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.procedure_drafts import (
    DraftFileSchema,
    DraftPathsSchema,
    DraftProblemsSchema,
    SavedFileSchema,
    SaveFileSchema,
)
from engine.errors import InputRefusedError
from engine.queries.draft_problems import draft_problems
from engine.queries.procedure_drafts import draft_file, draft_paths, load_draft
from engine.workshop.saving import save_files

draft_files = Resource("draft-files", "The files of a draft.")

ONE = "/procedure-drafts/<uuid:draft_id>"
FILE = f"{ONE}/files/<path:path>"


@draft_files.route(f"{ONE}/files", methods=["GET"])
@open_to(EDITORS)
@draft_files.response(HTTPStatus.OK, DraftPathsSchema)
@draft_files.refuses(401, 404)
def show_paths(draft_id: UUID) -> dict[str, Any]:
    """List the files of the newest revision."""
    with reading() as work:
        draft = load_draft(work, required_actor(), draft_id)
        return {"revision": draft.revision, "paths": draft_paths(work, draft)}


@draft_files.route(FILE, methods=["GET"])
@open_to(EDITORS)
@draft_files.response(HTTPStatus.OK, DraftFileSchema)
@draft_files.refuses(401, 404, 422)
def show_file(draft_id: UUID, path: str) -> dict[str, Any]:
    """Give one file as text; what is no text comes with the zip file only."""
    with reading() as work:
        draft = load_draft(work, required_actor(), draft_id)
        content = draft_file(work, draft, path)
    return {"revision": draft.revision, "path": path, "content": _text(content)}


@draft_files.route(FILE, methods=["PUT"])
@open_to(EDITORS)
@draft_files.arguments(SaveFileSchema)
@draft_files.response(HTTPStatus.OK, SavedFileSchema)
@draft_files.refuses(401, 403, 404, 409, 422)
def save_file(body: dict[str, Any], draft_id: UUID, path: str) -> dict[str, Any]:
    """Save a file as a new revision, unless somebody has saved since `base_revision`."""
    actor = required_actor()
    text = body["content"]
    revision = save_files(
        current_engine(),
        actor,
        draft_id,
        {path: None if text is None else _encoded(text)},
        base_revision=body["base_revision"],
        summary=body["summary"],
    )
    with reading() as work:
        draft = load_draft(work, actor, draft_id)
        return {
            "revision": revision,
            "content": None if text is None else _text(draft_file(work, draft, path, revision)),
            "state": draft.state,
            "problems": draft_problems(
                work, actor, draft_id, revision, now=current_engine().clock.now()
            ),
        }


@draft_files.route(f"{ONE}/problems", methods=["GET"])
@open_to(EDITORS)
@draft_files.response(HTTPStatus.OK, DraftProblemsSchema)
@draft_files.refuses(401, 404)
def show_problems(draft_id: UUID) -> dict[str, Any]:
    """Run all checks on the newest revision."""
    with reading() as work:
        draft = load_draft(work, required_actor(), draft_id)
        now = current_engine().clock.now()
        problems = draft_problems(work, required_actor(), draft_id, draft.revision, now=now)
    return {
        "revision": draft.revision,
        "can_be_deployed": not any(problem.is_error for problem in problems),
        "problems": problems,
    }


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise InputRefusedError("This file is no text. Take it from the zip file.") from error


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise InputRefusedError("The text holds half a character.") from error
