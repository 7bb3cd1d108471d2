"""Handing a user task over to a colleague."""

from typing import Any
from uuid import UUID

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.base import IdempotencySchema
from api.schemas.handing_over import HandOverSchema, TaskColleaguesSchema
from engine.runtime.handing_over import HandOver, hand_over_user_task
from engine.runtime.task_colleagues import colleagues_of

handing_over = Resource("handing-over", "Handing a user task over to a colleague.")


@handing_over.route("/user-tasks/<uuid:user_task_id>/colleagues", methods=["GET"])
@open_to(SIGNED_IN)
@handing_over.response(200, TaskColleaguesSchema)
@handing_over.refuses(401, 403, 404, 409)
def show_colleagues(user_task_id: UUID) -> dict[str, Any]:
    """Show to whom you can hand a task over."""
    engine = current_engine()
    with reading() as work:
        now = engine.clock.now()
        return {"items": colleagues_of(work, required_actor(), user_task_id, now)}


@handing_over.route("/user-tasks/<uuid:user_task_id>/hand-over", methods=["POST"])
@open_to(SIGNED_IN)
@handing_over.arguments(HandOverSchema)
@handing_over.arguments(IdempotencySchema, location="headers")
@handing_over.response(204)
@handing_over.refuses(401, 403, 404, 409, 422)
def hand_over(body: dict[str, Any], headers: dict[str, str | None], user_task_id: UUID) -> None:
    """Hand a task over to a colleague of your agency, with a note; due time and drafts stay."""
    hand_over_user_task(
        current_engine(),
        required_actor(),
        user_task_id,
        HandOver(**body),
        idempotency_key=headers["idempotency_key"],
    )
