"""Comments on a case: what people write beside the forms."""

from typing import Any

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.base import IdempotencySchema
from api.schemas.comments import CommentsSchema, NewCommentSchema, WrittenCommentSchema
from engine.queries.comments import list_comments
from engine.runtime.comments import NewComment, write_comment

comments = Resource("comments", "What people write on a case beside the forms.")


@comments.route("/cases/<reference>/comments", methods=["GET"])
@open_to(SIGNED_IN)
@comments.response(200, CommentsSchema)
@comments.refuses(401, 404)
def show_list(reference: str) -> dict[str, Any]:
    """Show the comments that you may read, the oldest first."""
    engine = current_engine()
    with reading() as work:
        return {"items": list_comments(engine, work, required_actor(), reference)}


@comments.route("/cases/<reference>/comments", methods=["POST"])
@open_to(SIGNED_IN)
@comments.arguments(NewCommentSchema)
@comments.arguments(IdempotencySchema, location="headers")
@comments.response(201, WrittenCommentSchema)
@comments.refuses(401, 403, 404, 422)
def write(body: dict[str, Any], headers: dict[str, str | None], reference: str) -> dict[str, int]:
    """Write a comment: for all agencies of the case, or for your own alone."""
    key = headers["idempotency_key"]
    written = write_comment(
        current_engine(), required_actor(), reference, NewComment(**body), idempotency_key=key
    )
    return {"id": written}
