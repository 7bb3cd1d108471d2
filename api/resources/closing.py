"""Closing a case outside its procedure."""

from typing import Any

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.request_json import Resource
from api.schemas.closing import ClosedCaseSchema, ClosingSchema
from engine.runtime.closing import ClosedCase, close_case

closing = Resource("closing", "Closing a case outside its procedure.")


@closing.route("/cases/<reference>/closing", methods=["POST"])
@open_to(SIGNED_IN)
@closing.arguments(ClosingSchema)
@closing.response(200, ClosedCaseSchema)
@closing.refuses(401, 403, 404, 422)
def close(body: dict[str, Any], reference: str) -> ClosedCase:
    """Close a case: withdrawn, duplicate, moved and so on. It does not count as resolved."""
    engine, kept = current_engine(), body["kept_reasons"]
    return close_case(engine, required_actor(), reference, body["answers"], kept_reasons=kept)
