"""Incidents as a list, for administrators."""

from marshmallow import fields, validate

from api.schemas.base import PageQuerySchema, PageSchema, StrictSchema
from engine.vocabulary import IncidentState


class IncidentQuerySchema(PageQuerySchema):
    """Which incidents."""

    state = fields.String(
        load_default="open",
        validate=validate.OneOf(["open", "all"]),
        metadata={
            "description": "`open`: danger alerts first, then the newest. `all`: the newest."
        },
    )


class ListedIncidentSchema(StrictSchema):
    """A step or a time limit that failed, or a notice that did not arrive."""

    id = fields.Integer(required=True)
    process_instance_id = fields.UUID(required=True)
    reference = fields.String(required=True)
    name = fields.String(
        required=True, metadata={"description": "The label of the element; empty: none is known."}
    )
    state = fields.String(required=True, validate=validate.OneOf(list(IncidentState)))
    is_notice = fields.Boolean(
        required=True, metadata={"description": "Whether a notice did not arrive."}
    )
    is_danger = fields.Boolean(
        required=True, metadata={"description": "Whether it was of a child in danger: telephone."}
    )
    message = fields.String(required=True)
    cause = fields.String(required=True, metadata={"description": "For support."})
    raised_at = fields.AwareDateTime(required=True)
    resolved_at = fields.AwareDateTime(required=True, allow_none=True)
    resolved_by_name = fields.String(required=True, allow_none=True)


class IncidentPageSchema(PageSchema):
    """A page of incidents."""

    items = fields.List(fields.Nested(ListedIncidentSchema), attribute="rows", required=True)
