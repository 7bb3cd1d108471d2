"""The demonstration's clock."""

from datetime import datetime
from typing import Any

from api.access import DEMO_SIGNED_IN, open_to
from api.extensions import current_engine
from api.request_json import Resource
from api.schemas.demo_clock import ClockSchema, MoveClockSchema
from engine.runtime.demo_clock import move_clock

demo_clock = Resource("demo", "Demo mode only: a clock that can be moved.")


@demo_clock.route("/demo/clock", methods=["GET"])
@open_to(DEMO_SIGNED_IN)
@demo_clock.response(200, ClockSchema)
@demo_clock.refuses(401, 404)
def show() -> dict[str, datetime]:
    """Show what time it is."""
    return {"now": current_engine().clock.now()}


@demo_clock.route("/demo/clock", methods=["PUT"])
@open_to(DEMO_SIGNED_IN)
@demo_clock.arguments(MoveClockSchema)
@demo_clock.response(200, ClockSchema)
@demo_clock.refuses(401, 404, 422)
def move(body: dict[str, Any]) -> dict[str, datetime]:
    """Move the clock forward; what falls due on the way happens."""
    now = move_clock(current_engine(), to=body.get("now"), by=body.get("advance"))
    return {"now": now}
