"""Comparisons: what differs between two versions of a procedure."""

from typing import Any

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.compared import compare, load_draft_side, load_version
from api.reading import reading
from api.request_json import Resource
from api.schemas.comparisons import ComparisonQuerySchema, ComparisonSchema
from engine.errors import InputRefusedError
from engine.queries.procedure_drafts import load_draft

comparisons = Resource("comparisons", "What differs between two versions of a procedure.")


@comparisons.route("/comparisons", methods=["GET"])
@open_to(SIGNED_IN)
@comparisons.arguments(ComparisonQuerySchema, location="query")
@comparisons.response(200, ComparisonSchema)
@comparisons.refuses(401, 404, 422)
def show(query: dict[str, Any]) -> dict[str, Any]:
    """Compare two versions, or a draft with its base or another version."""
    with reading() as work:
        if query["draft"] is None:
            old, new = load_version(work, query["old"]), load_version(work, query["new"])
        else:
            draft = load_draft(work, required_actor(), query["draft"])
            base = draft.based_on if query["old"] is None else query["old"]
            if base is None:
                raise InputRefusedError("The draft has no base: name a version as “old”.")
            old, new = load_version(work, base), load_draft_side(work, query["draft"])
        comparison, running = compare(work, old, new)
    return {
        "old": old,
        "new": new,
        "summary": comparison.summary,
        "unread": comparison.unread,
        "differences": [difference.as_dict() for difference in comparison.differences],
        "running_cases": running,
    }
