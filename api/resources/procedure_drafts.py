"""Drafts of procedures: begin one, name it, put it away, see who is in it and what was saved."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, request

from api.access import EDITORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.base import PageQuerySchema
from api.schemas.procedure_drafts import (
    DraftRevisionsSchema,
    DraftTitleSchema,
    GoBackSchema,
    NewDraftQuerySchema,
    NewDraftSchema,
    NewRevisionSchema,
    OthersPresentSchema,
    PlaceSchema,
    ProcedureDraftSchema,
    ProcedureDraftsSchema,
)
from engine.definitions.bundle import Bundle, BundleRefusedError
from engine.errors import InputRefusedError
from engine.queries.draft_history import Present
from engine.queries.draft_revisions import list_revisions, ways_back
from engine.queries.procedure_drafts import DraftDetails, draft_files, list_drafts, load_draft
from engine.workshop.drafts import (
    begin_draft,
    begin_draft_from_files,
    bring_draft_back,
    discard_draft,
    rename_draft,
)
from engine.workshop.presence import note_presence
from engine.workshop.revisions import go_back

procedure_drafts = Resource("procedure-drafts", "Procedures on their way to a new version.")

ZIP = "application/zip"
ONE = "/procedure-drafts/<uuid:draft_id>"
NOTHING_GIVEN = (
    "Say with what the draft begins: process_definition_id, files, or a zip file as the body."
)


@procedure_drafts.route("/procedure-drafts", methods=["GET"])
@open_to(EDITORS)
@procedure_drafts.response(HTTPStatus.OK, ProcedureDraftsSchema)
@procedure_drafts.refuses(401, 404)
def show_list() -> dict[str, tuple[DraftDetails, ...]]:
    """List the drafts of your partnerships that are under way."""
    with reading() as work:
        return {"items": list_drafts(work, required_actor())}


@procedure_drafts.route("/procedure-drafts", methods=["POST"])
@open_to(EDITORS)
@procedure_drafts.arguments(NewDraftSchema)
@procedure_drafts.arguments(NewDraftQuerySchema, location="query")
@procedure_drafts.response(HTTPStatus.CREATED, ProcedureDraftSchema)
@procedure_drafts.refuses(401, 403, 404, 422)
def begin(body: dict[str, Any], query: dict[str, str]) -> DraftDetails:
    """Begin a draft from a version or from files: JSON, or a zip file (`application/zip`)."""
    engine, actor = current_engine(), required_actor()
    title = body["title"] or query["title"]
    bundle = _bundle(body)
    if bundle is not None:
        draft_id = begin_draft_from_files(
            engine, actor, bundle, title, based_on=body["process_definition_id"]
        )
    elif body["process_definition_id"] is not None:
        draft_id = begin_draft(engine, actor, body["process_definition_id"], title)
    else:
        raise InputRefusedError(NOTHING_GIVEN)
    return _loaded(draft_id)


@procedure_drafts.route(ONE, methods=["GET"])
@open_to(EDITORS)
@procedure_drafts.response(HTTPStatus.OK, ProcedureDraftSchema)
@procedure_drafts.refuses(401, 404)
def show(draft_id: UUID) -> DraftDetails:
    """Show one draft."""
    return _loaded(draft_id)


@procedure_drafts.route(ONE, methods=["PUT"])
@open_to(EDITORS)
@procedure_drafts.arguments(DraftTitleSchema)
@procedure_drafts.response(HTTPStatus.OK, ProcedureDraftSchema)
@procedure_drafts.refuses(401, 403, 404, 422)
def rename(body: dict[str, str], draft_id: UUID) -> DraftDetails:
    """Give a draft another title."""
    rename_draft(current_engine(), required_actor(), draft_id, body["title"])
    return _loaded(draft_id)


@procedure_drafts.route(ONE, methods=["DELETE"])
@open_to(EDITORS)
@procedure_drafts.response(HTTPStatus.NO_CONTENT)
@procedure_drafts.refuses(401, 403, 404)
def discard(draft_id: UUID) -> None:
    """Put a draft away. Nothing of it is deleted."""
    discard_draft(current_engine(), required_actor(), draft_id)


@procedure_drafts.route(f"{ONE}/bring-back", methods=["POST"])
@open_to(EDITORS)
@procedure_drafts.response(HTTPStatus.OK, ProcedureDraftSchema)
@procedure_drafts.refuses(401, 403, 404)
def bring_back(draft_id: UUID) -> DraftDetails:
    """Go on with a draft that was discarded."""
    bring_draft_back(current_engine(), required_actor(), draft_id)
    return _loaded(draft_id)


@procedure_drafts.route(f"{ONE}/bundle.zip", methods=["GET"])
@open_to(EDITORS)
@procedure_drafts.response(HTTPStatus.OK, {"type": "string", "format": "binary"}, content_type=ZIP)
@procedure_drafts.refuses(401, 404)
def export(draft_id: UUID) -> Response:
    """Give all files of the newest revision as a zip file."""
    with reading() as work:
        files = draft_files(work, required_actor(), draft_id)
    return Response(Bundle(files).to_bytes(), content_type=ZIP)


@procedure_drafts.route(f"{ONE}/presence", methods=["POST"])
@open_to(EDITORS)
@procedure_drafts.arguments(PlaceSchema)
@procedure_drafts.response(HTTPStatus.OK, OthersPresentSchema)
@procedure_drafts.refuses(401, 403, 404, 422)
def note_place(body: dict[str, str], draft_id: UUID) -> dict[str, tuple[Present, ...]]:
    """Say where in a draft you are; learn who else is in it now."""
    return {"others": note_presence(current_engine(), required_actor(), draft_id, body["path"])}


@procedure_drafts.route(f"{ONE}/revisions", methods=["GET"])
@open_to(EDITORS)
@procedure_drafts.arguments(PageQuerySchema, location="query")
@procedure_drafts.response(HTTPStatus.OK, DraftRevisionsSchema)
@procedure_drafts.refuses(401, 404, 422)
def show_revisions(query: dict[str, Any], draft_id: UUID) -> dict[str, Any]:
    """Show what was saved, the newest first, and where Undo and Redo go."""
    actor = required_actor()
    with reading() as work:
        page = list_revisions(work, actor, draft_id, **query)
        undo, redo = ways_back(work, actor, draft_id)
    return {"items": page.rows, "next_cursor": page.next_cursor, "undo": undo, "redo": redo}


@procedure_drafts.route(f"{ONE}/go-back", methods=["POST"])
@open_to(EDITORS)
@procedure_drafts.arguments(GoBackSchema)
@procedure_drafts.response(HTTPStatus.OK, NewRevisionSchema)
@procedure_drafts.refuses(401, 403, 404, 409, 422)
def go_back_to(body: dict[str, int], draft_id: UUID) -> dict[str, int]:
    """Make the files of an earlier revision the newest again."""
    return {"revision": go_back(current_engine(), required_actor(), draft_id, **body)}


def _loaded(draft_id: UUID) -> DraftDetails:
    with reading() as work:
        return load_draft(work, required_actor(), draft_id)


def _bundle(body: dict[str, Any]) -> Bundle | None:
    try:
        if request.mimetype == ZIP:
            return Bundle.from_bytes(request.get_data())
        if body["files"] is None:
            return None
        return Bundle({path: content.encode() for path, content in body["files"].items()})
    except BundleRefusedError as error:
        raise InputRefusedError(str(error)) from error
