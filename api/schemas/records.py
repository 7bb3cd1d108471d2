"""The history of a case as it is compared with a record."""

from marshmallow import fields, validate

from api.schemas.base import StrictSchema

MOST_EVENTS = 1_000_000


class HistoryCheckQuerySchema(StrictSchema):
    """Up to which event."""

    events = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=1, max=MOST_EVENTS),
        metadata={
            "description": "As many as the record counts; without it, all that you may know of."
        },
    )


class HistoryCheckSchema(StrictSchema):
    """What the chain of the history gives when it is worked out anew."""

    events = fields.Integer(required=True)
    last_at = fields.AwareDateTime(required=True)
    hash = fields.String(required=True, metadata={"description": "SHA-256, worked out now."})
    holds = fields.Boolean(
        required=True,
        metadata={"description": "Each event is as it was written, and none is missing."},
    )
