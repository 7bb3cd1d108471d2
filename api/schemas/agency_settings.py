"""An agency's own settings."""

from marshmallow import fields

from api.schemas.base import StrictBoolean, StrictSchema, Text


class WantedSettingsSchema(StrictSchema):
    """The settings of an agency; all of them are replaced."""

    telephone = Text(required=True, allow_none=True)
    out_of_hours = Text(
        required=True,
        allow_none=True,
        most=300,
        metadata={"description": "Whom to ring at night and at weekends, in your own words."},
    )
    quiet_from = Text(
        required=True,
        allow_none=True,
        metadata={"description": "London time, like 18:00; null, as `quiet_until`: none."},
    )
    quiet_until = Text(required=True, allow_none=True)
    quiet_at_weekends = StrictBoolean(
        required=True,
        metadata={"description": "Saturdays, Sundays and bank holidays as a whole."},
    )


class AgencySettingsSchema(WantedSettingsSchema):
    """The settings of an agency as they are now."""

    agency_key = fields.String(required=True)
    agency_name = fields.String(required=True)
