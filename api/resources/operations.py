"""Operations: one act on one or many process instances, previewed, logged, undone."""

from typing import Any
from uuid import UUID

from flask import url_for

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.base import PageQuerySchema
from api.schemas.operations import (
    MOST_PREVIEWED,
    AskedOperationSchema,
    NewOperationSchema,
    OperationItemsQuerySchema,
    OperationPageSchema,
    OperationSchema,
    WhySchema,
)
from engine.errors import InputRefusedError
from engine.operations.asking import ask_operation
from engine.operations.previewing import preview_operation
from engine.operations.undoing import undo_operation
from engine.queries.operations import (
    OperationDetails,
    OperationRow,
    list_operations,
    load_operation,
)
from engine.queries.paging import Page

operations = Resource("operations", "What administrators do with process instances.")


@operations.route("/operations", methods=["POST"])
@open_to(ADMINISTRATORS)
@operations.arguments(NewOperationSchema)
@operations.response(201, AskedOperationSchema)
@operations.alt_response(200, schema=AskedOperationSchema, description="A preview.")
@operations.refuses(401, 404, 422)
def ask(body: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Act on process instances, or preview it.

    On one it is done when the answer comes; many are done in the background, one after the other.
    What cannot be done safely is refused for that instance alone, with the reason.
    """
    engine, actor = current_engine(), required_actor()
    kind, chosen, answers = body["kind"], body["process_instance_ids"], body["answers"]
    if body["preview"]:
        if len(chosen) > MOST_PREVIEWED:
            message = f"A preview takes at most {MOST_PREVIEWED} process instances."
            raise InputRefusedError(message)
        shown = preview_operation(engine, actor, kind, chosen, answers)
        return {"operation": None, "previews": shown}, 200, {}
    operation_id = ask_operation(engine, actor, kind, chosen, answers, body["reason"])
    with reading() as work:
        row = load_operation(engine, work, actor, operation_id, limit=1).row
    location = url_for("operations.show", operation_id=operation_id)
    return {"operation": row, "previews": None}, 201, {"Location": location}


@operations.route("/operations", methods=["GET"])
@open_to(ADMINISTRATORS)
@operations.arguments(PageQuerySchema, location="query")
@operations.response(200, OperationPageSchema)
@operations.refuses(401, 404, 422)
def show_list(query: dict[str, Any]) -> Page[OperationRow]:
    """List the operations in your partnership, the newest first."""
    with reading() as work:
        return list_operations(work, required_actor(), **query)


@operations.route("/operations/<uuid:operation_id>", methods=["GET"])
@open_to(ADMINISTRATORS)
@operations.arguments(OperationItemsQuerySchema, location="query")
@operations.response(200, OperationSchema)
@operations.refuses(401, 404, 422)
def show(query: dict[str, int], operation_id: UUID) -> OperationDetails:
    """Show one operation: how far it has come, and its result for each process instance."""
    engine = current_engine()
    with reading() as work:
        return load_operation(engine, work, required_actor(), operation_id, **query)


@operations.route("/operations/<uuid:operation_id>/items/<int:place>/undo", methods=["POST"])
@open_to(ADMINISTRATORS)
@operations.arguments(WhySchema)
@operations.response(204)
@operations.refuses(401, 404, 409, 422)
def undo(body: dict[str, str], operation_id: UUID, place: int) -> None:
    """Put one process instance back as it was, while nothing has happened in it since."""
    undo_operation(current_engine(), required_actor(), operation_id, place, body["reason"])
