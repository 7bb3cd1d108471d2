"""A person's own account."""

from marshmallow import fields

from api.schemas.base import StrictBoolean, StrictSchema, Text


class HeldRoleSchema(StrictSchema):
    """A role that you hold for an agency now."""

    role = fields.String(required=True)
    agency_key = fields.String(required=True)
    agency_name = fields.String(required=True)
    since = fields.AwareDateTime(required=True)
    until = fields.AwareDateTime(allow_none=True)
    deputy_for = fields.String(
        allow_none=True,
        metadata={"description": "The name of the absent colleague whose role it is."},
    )


class AccountSchema(StrictSchema):
    """Who you are in Concord."""

    name = fields.String(required=True)
    email = fields.String(required=True)
    roles = fields.List(fields.Nested(HeldRoleSchema))


class PreferencesSchema(StrictSchema):
    """What you choose for yourself."""

    telephone = Text(
        required=True,
        allow_none=True,
        metadata={"description": "For your colleagues, in the contacts; null: none."},
    )
    gets_digest = StrictBoolean(
        required=True,
        metadata={"description": "Whether a summary is sent on the mornings of working days."},
    )


class CalendarSchema(StrictSchema):
    """Whether your calendar feed is switched on."""

    is_on = fields.Boolean(required=True)


class CalendarAddressSchema(StrictSchema):
    """The address of your calendar feed; it can be read only now."""

    address = fields.String(required=True)
