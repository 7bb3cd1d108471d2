"""Changing the agencies that take part in a case."""

from marshmallow import fields

from api.schemas.base import StrictSchema, Text
from api.schemas.cases import ParticipantSchema


class TransferSchema(StrictSchema):
    """Which agency comes in, and in whose place."""

    joining = Text(required=True, least=1, metadata={"description": "Key of the agency."})
    leaving = Text(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "Key of the agency whose place it takes; without one it joins as a "
            "further agency."
        },
    )


class ParticipantsSchema(StrictSchema):
    """The agencies of a case now."""

    items = fields.List(fields.Nested(ParticipantSchema))
