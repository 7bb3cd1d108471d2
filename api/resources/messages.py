"""Messages to a case: a child in danger, a conference requested."""

from typing import Any

from api.access import SIGNED_IN, never_limited, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.request_json import Resource
from api.schemas.cases import MessageSchema, SentMessageSchema
from engine.runtime.messages import send_message

messages = Resource("messages", "Messages to a case.")


@messages.route("/cases/<reference>/messages", methods=["POST"])
@open_to(SIGNED_IN)
@never_limited
@messages.arguments(MessageSchema)
@messages.response(201, SentMessageSchema)
@messages.refuses(401, 403, 404, 422)
def send(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Send a message, for example `ImmediateDanger`. In danger ring 999 first."""
    opened = send_message(
        current_engine(), required_actor(), reference, body["name"], body["payload"]
    )
    return {"user_task_ids": opened}
