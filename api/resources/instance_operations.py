"""One operation on one process instance, each at an address of its own.

The same road as `POST /v1/operations`; a refusal is the answer here.
"""

from typing import Any
from uuid import UUID

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.request_json import Resource
from api.schemas.operations import (
    DoneSchema,
    DueTimeSchema,
    ModificationSchema,
    SuspensionSchema,
    WhySchema,
)
from engine.operations.at_once import DoneAtOnce, operate_at_once
from engine.operations.chosen import DUE_AT
from engine.operations.timer_place import timer_place
from engine.vocabulary import OperationKind

instance_operations = Resource("instance-operations", "Acts on one process instance.")
ONE = "/process-instances/<uuid:process_instance_id>"


@instance_operations.route(f"{ONE}/suspension", methods=["PUT"])
@open_to(ADMINISTRATORS)
@instance_operations.arguments(SuspensionSchema)
@instance_operations.response(200, DoneSchema)
@instance_operations.refuses(401, 404, 409, 422)
def suspend(body: dict[str, str], process_instance_id: UUID) -> DoneAtOnce:
    """Hold a process instance: nobody completes its steps, no limit fires, danger goes on."""
    answers = {"clock": body["clock"]}
    return _operate(OperationKind.SUSPEND, process_instance_id, answers, body)


@instance_operations.route(f"{ONE}/suspension", methods=["DELETE"])
@open_to(ADMINISTRATORS)
@instance_operations.arguments(WhySchema)
@instance_operations.response(200, DoneSchema)
@instance_operations.refuses(401, 404, 409, 422)
def resume(body: dict[str, str], process_instance_id: UUID) -> DoneAtOnce:
    """Let a process instance go on that was held."""
    return _operate(OperationKind.RESUME, process_instance_id, {}, body)


@instance_operations.route(f"{ONE}/cancellation", methods=["POST"])
@open_to(ADMINISTRATORS)
@instance_operations.arguments(WhySchema)
@instance_operations.response(200, DoneSchema)
@instance_operations.refuses(401, 404, 409, 422)
def cancel(body: dict[str, str], process_instance_id: UUID) -> DoneAtOnce:
    """End a process instance; the case is closed as ended by an administrator. Never danger."""
    return _operate(OperationKind.CANCEL, process_instance_id, {}, body)


@instance_operations.route(f"{ONE}/modification", methods=["POST"])
@open_to(ADMINISTRATORS)
@instance_operations.arguments(ModificationSchema)
@instance_operations.response(200, DoneSchema)
@instance_operations.refuses(401, 404, 409, 422)
def modify(body: dict[str, Any], process_instance_id: UUID) -> DoneAtOnce:
    """Change where a process instance stands, what it knows, or who is asked."""
    return _operate(body["kind"], process_instance_id, body["answers"], body)


@instance_operations.route("/timers/<uuid:timer_id>/due-at", methods=["PUT"])
@open_to(ADMINISTRATORS)
@instance_operations.arguments(DueTimeSchema)
@instance_operations.response(200, DoneSchema)
@instance_operations.refuses(401, 404, 409, 422)
def change_due(body: dict[str, Any], timer_id: UUID) -> DoneAtOnce:
    """Set a waiting time limit for another time."""
    place = timer_place(current_engine(), required_actor(), timer_id)
    answers = {**place.answers, DUE_AT: body["due_at"].isoformat()}
    return _operate(OperationKind.CHANGE_DUE, place.process_instance_id, answers, body)


def _operate(
    kind: str, process_instance_id: UUID, answers: dict[str, Any], body: dict[str, Any]
) -> DoneAtOnce:
    return operate_at_once(
        current_engine(), required_actor(), kind, process_instance_id, answers, body["reason"]
    )
