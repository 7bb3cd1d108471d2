"""Review of drafts: submit, approve or return, comment; then publish."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from api.access import EDITORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.definitions import DefinitionSchema
from api.schemas.draft_reviews import (
    ApproveDraftSchema,
    DraftCommentsSchema,
    DraftReviewsSchema,
    NewDraftCommentSchema,
    PublishDraftSchema,
    ReturnDraftSchema,
    SubmitDraftSchema,
    WrittenDraftCommentSchema,
)
from api.schemas.procedure_drafts import ProcedureDraftSchema
from engine.queries.definitions import DefinitionRow, load_definition
from engine.queries.draft_history import CommentRow, ReviewRow, list_comments, list_reviews
from engine.queries.procedure_drafts import DraftDetails, load_draft
from engine.workshop.comments import comment_on_draft, resolve_comment
from engine.workshop.publishing import call_off_publication, publish_draft
from engine.workshop.reviews import approve_draft, return_draft, submit_draft, withdraw_draft

draft_reviews = Resource("draft-reviews", "Review and publication of drafts.")

ONE = "/procedure-drafts/<uuid:draft_id>"


@draft_reviews.route(f"{ONE}/reviews", methods=["GET"])
@open_to(EDITORS)
@draft_reviews.response(HTTPStatus.OK, DraftReviewsSchema)
@draft_reviews.refuses(401, 404)
def show_reviews(draft_id: UUID) -> dict[str, tuple[ReviewRow, ...]]:
    """Show the reviews of a draft, the newest first."""
    with reading() as work:
        return {"items": list_reviews(work, required_actor(), draft_id)}


@draft_reviews.route(f"{ONE}/submit", methods=["POST"])
@open_to(EDITORS)
@draft_reviews.arguments(SubmitDraftSchema)
@draft_reviews.response(HTTPStatus.OK, ProcedureDraftSchema)
@draft_reviews.refuses(401, 403, 404, 409, 422)
def submit(body: dict[str, Any], draft_id: UUID) -> DraftDetails:
    """Submit a draft without errors for review."""
    submit_draft(current_engine(), required_actor(), draft_id, **body)
    return _loaded(draft_id)


@draft_reviews.route(f"{ONE}/withdraw", methods=["POST"])
@open_to(EDITORS)
@draft_reviews.response(HTTPStatus.OK, ProcedureDraftSchema)
@draft_reviews.refuses(401, 403, 404)
def withdraw(draft_id: UUID) -> DraftDetails:
    """Take a draft back from review."""
    withdraw_draft(current_engine(), required_actor(), draft_id)
    return _loaded(draft_id)


@draft_reviews.route(f"{ONE}/approve", methods=["POST"])
@open_to(EDITORS)
@draft_reviews.arguments(ApproveDraftSchema)
@draft_reviews.response(HTTPStatus.OK, ProcedureDraftSchema)
@draft_reviews.refuses(401, 403, 404, 409, 422)
def approve(body: dict[str, Any], draft_id: UUID) -> DraftDetails:
    """Approve what somebody else has submitted."""
    approve_draft(current_engine(), required_actor(), draft_id, **body)
    return _loaded(draft_id)


@draft_reviews.route(f"{ONE}/return", methods=["POST"])
@open_to(EDITORS)
@draft_reviews.arguments(ReturnDraftSchema)
@draft_reviews.response(HTTPStatus.OK, ProcedureDraftSchema)
@draft_reviews.refuses(401, 403, 404, 409, 422)
def give_back(body: dict[str, Any], draft_id: UUID) -> DraftDetails:
    """Give a submitted draft back for more work."""
    return_draft(current_engine(), required_actor(), draft_id, **body)
    return _loaded(draft_id)


@draft_reviews.route(f"{ONE}/comments", methods=["GET"])
@open_to(EDITORS)
@draft_reviews.response(HTTPStatus.OK, DraftCommentsSchema)
@draft_reviews.refuses(401, 404)
def show_comments(draft_id: UUID) -> dict[str, tuple[CommentRow, ...]]:
    """Show the comments on a draft, the oldest first."""
    with reading() as work:
        return {"items": list_comments(work, required_actor(), draft_id)}


@draft_reviews.route(f"{ONE}/comments", methods=["POST"])
@open_to(EDITORS)
@draft_reviews.arguments(NewDraftCommentSchema)
@draft_reviews.response(HTTPStatus.CREATED, WrittenDraftCommentSchema)
@draft_reviews.refuses(401, 403, 404, 422)
def comment(body: dict[str, Any], draft_id: UUID) -> dict[str, int]:
    """Comment on a file of a draft, or on one element in it."""
    return {"id": comment_on_draft(current_engine(), required_actor(), draft_id, **body)}


@draft_reviews.route(f"{ONE}/comments/<int:comment_id>/resolve", methods=["POST"])
@open_to(EDITORS)
@draft_reviews.response(HTTPStatus.NO_CONTENT)
@draft_reviews.refuses(401, 403, 404)
def resolve(draft_id: UUID, comment_id: int) -> None:
    """Mark a comment as dealt with."""
    resolve_comment(current_engine(), required_actor(), draft_id, comment_id)


@draft_reviews.route(f"{ONE}/publish", methods=["POST"])
@open_to(EDITORS)
@draft_reviews.arguments(PublishDraftSchema)
@draft_reviews.response(HTTPStatus.CREATED, DefinitionSchema)
@draft_reviews.refuses(401, 403, 404, 409, 422)
def publish(body: dict[str, Any], draft_id: UUID) -> DefinitionRow:
    """Make an approved draft the next version, which new cases follow now or from a time on."""
    engine, actor = current_engine(), required_actor()
    definition_id = publish_draft(engine, actor, draft_id, at=body["at"])
    with reading() as work:
        return load_definition(engine, work, actor, definition_id)


@draft_reviews.route("/process-definitions/<int:process_definition_id>/call-off", methods=["POST"])
@open_to(EDITORS)
@draft_reviews.response(HTTPStatus.OK, DefinitionSchema)
@draft_reviews.refuses(401, 403, 404, 422)
def call_off(process_definition_id: int) -> DefinitionRow:
    """Take back a publication before its time."""
    engine, actor = current_engine(), required_actor()
    call_off_publication(engine, actor, process_definition_id)
    with reading() as work:
        return load_definition(engine, work, actor, process_definition_id)


def _loaded(draft_id: UUID) -> DraftDetails:
    with reading() as work:
        return load_draft(work, required_actor(), draft_id)
