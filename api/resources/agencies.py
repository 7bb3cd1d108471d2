"""The agencies of a case, as somebody entitled changes them."""

from typing import Any

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.agencies import ParticipantsSchema, TransferSchema
from engine.queries.participants import participants_of
from engine.runtime.transfers import Transfer, transfer_case

agencies = Resource("agencies", "Changing the agencies that take part in a case.")


@agencies.route("/cases/<reference>/agencies", methods=["POST"])
@open_to(SIGNED_IN)
@agencies.arguments(TransferSchema)
@agencies.response(200, ParticipantsSchema)
@agencies.refuses(401, 403, 404, 422)
def transfer(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Let another agency take part, in the place of one that leaves or besides."""
    engine = current_engine()
    transfer_case(
        engine, required_actor(), reference, Transfer(body["joining"], body["leaving"] or None)
    )
    with reading() as work:
        return {"items": participants_of(work, reference)}
