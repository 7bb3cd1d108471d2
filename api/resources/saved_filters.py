"""Saved filters of the inbox."""

from typing import Any

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.worklist import (
    RenameFilterSchema,
    SavedFilterSchema,
    SavedFiltersSchema,
    SaveFilterSchema,
)
from engine.queries.saved_filters import SavedFilterRow, list_saved_filters
from engine.queries.worklist_filter import TaskFilter
from engine.runtime.saved_filters import delete_filter, rename_filter, save_filter

saved_filters = Resource("saved-filters", "Filters of the inbox that you keep under a name.")


@saved_filters.route("/saved-filters", methods=["GET"])
@open_to(SIGNED_IN)
@saved_filters.response(200, SavedFiltersSchema)
@saved_filters.refuses(401)
def show_list() -> dict[str, tuple[SavedFilterRow[TaskFilter], ...]]:
    """List your saved filters, by name."""
    return {"items": _own()}


@saved_filters.route("/saved-filters", methods=["POST"])
@open_to(SIGNED_IN)
@saved_filters.arguments(SaveFilterSchema)
@saved_filters.response(201, SavedFilterSchema)
@saved_filters.refuses(401, 403, 422)
def save(body: dict[str, Any]) -> SavedFilterRow[TaskFilter]:
    """Keep a filter under a name."""
    wanted = TaskFilter(**body["filter"])
    filter_id = save_filter(current_engine(), required_actor(), body["name"], wanted)
    return next(row for row in _own() if row.id == filter_id)


@saved_filters.route("/saved-filters/<int:filter_id>", methods=["PUT"])
@open_to(SIGNED_IN)
@saved_filters.arguments(RenameFilterSchema)
@saved_filters.response(204)
@saved_filters.refuses(401, 403, 404, 422)
def rename(body: dict[str, str], filter_id: int) -> None:
    """Give a filter another name."""
    rename_filter(current_engine(), required_actor(), filter_id, body["name"])


@saved_filters.route("/saved-filters/<int:filter_id>", methods=["DELETE"])
@open_to(SIGNED_IN)
@saved_filters.response(204)
@saved_filters.refuses(401, 403, 404)
def delete(filter_id: int) -> None:
    """Delete a filter."""
    delete_filter(current_engine(), required_actor(), filter_id)


def _own() -> tuple[SavedFilterRow[TaskFilter], ...]:
    with reading() as work:
        return list_saved_filters(work, required_actor())
