"""Who has been told what in a case."""

from marshmallow import fields

from api.schemas.base import StrictSchema


class CaseDeliverySchema(StrictSchema):
    """How far one notice got with one person over one channel."""

    person_name = fields.String(required=True)
    agency_name = fields.String(required=True)
    channel = fields.String(required=True, metadata={"description": "`in_app` or `email`."})
    state = fields.String(
        required=True, metadata={"description": "`pending`, `sent`, `shown` or `failed`."}
    )
    attempts = fields.Integer(required=True)
    next_attempt_at = fields.AwareDateTime(
        allow_none=True,
        metadata={"description": "When it is tried (again); quiet hours put it off."},
    )
    delivered_at = fields.AwareDateTime(allow_none=True)
    read_at = fields.AwareDateTime(allow_none=True)
    failure = fields.String(allow_none=True)
    telephone_now = fields.Boolean(
        required=True,
        metadata={"description": "Nothing has reached this person. Telephone them now."},
    )
    telephone = fields.String(allow_none=True)
    agency_telephone = fields.String(allow_none=True)
    out_of_hours = fields.String(allow_none=True)


class ToldGroupSchema(StrictSchema):
    """A role of an agency."""

    role = fields.String(required=True)
    agency_name = fields.String(required=True)


class CaseNoticeSchema(StrictSchema):
    """One notice about a case."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    is_danger = fields.Boolean(required=True)
    state = fields.String(required=True)
    queued_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "The limit whose passing it tells."}
    )
    groups = fields.List(fields.Nested(ToldGroupSchema))
    not_reached = fields.Nested(
        ToldGroupSchema,
        allow_none=True,
        metadata={"description": "In whose place a danger alert went to this next contact."},
    )
    reached_nobody = fields.Boolean(required=True)
    deliveries = fields.List(fields.Nested(CaseDeliverySchema))


class CaseNoticesSchema(StrictSchema):
    """The notices about a case that you may know of, the oldest first."""

    items = fields.List(fields.Nested(CaseNoticeSchema))
