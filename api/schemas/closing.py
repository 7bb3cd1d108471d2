"""Closing a case outside its procedure."""

from marshmallow import fields

from api.schemas.base import StrictSchema


class ClosingSchema(StrictSchema):
    """The answers to the form CLOSE-OTHER."""

    answers = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={
            "description": "`close_reason`, `still_at_risk`, `close_words`, and `linked_case` for "
            "a duplicate or a case that has moved."
        },
    )
    kept_reasons = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        load_default=dict,
        metadata={"description": "By question: why something stays that looks like personal data."},
    )


class ClosedCaseSchema(StrictSchema):
    """A case that was closed."""

    reference = fields.String(required=True)
    closed_as = fields.String(required=True)
    ended = fields.Boolean(
        required=True, metadata={"description": "False as long as a danger task is open."}
    )


class LinkedCaseSchema(StrictSchema):
    """Another case that belongs to a case."""

    reference = fields.String(required=True)
    kind = fields.String(required=True)
    is_earlier = fields.Boolean(
        required=True, metadata={"description": "Whether the other case came first."}
    )
    started_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    linked_at = fields.AwareDateTime(required=True)


class LinkedCasesSchema(StrictSchema):
    """The cases linked to a case that you may see too."""

    items = fields.List(fields.Nested(LinkedCaseSchema))
