"""Agencies and the people who act for them."""

from marshmallow import fields

from api.schemas.base import PageQuerySchema, PageSchema, StrictSchema, Text


class AgencyQuerySchema(PageQuerySchema):
    """Which agencies."""

    name = Text(load_default="", metadata={"description": "A part of the agency’s name."})
    area = Text(
        load_default=None,
        metadata={"description": "Key of an area: the agencies of its partnership."},
    )


class AgencySchema(StrictSchema):
    """An agency."""

    key = fields.String(required=True)
    name = fields.String(required=True)
    partnership = fields.String(required=True)


class AgencyPageSchema(PageSchema):
    """A page of agencies, by name."""

    items = fields.List(fields.Nested(AgencySchema), attribute="rows")


class ContactsQuerySchema(StrictSchema):
    """Whose people."""

    agency = Text(required=True, least=1, metadata={"description": "Key of the agency."})
    role = Text(load_default=None, metadata={"description": "Only people with this role."})


class ContactSchema(StrictSchema):
    """A person in one role of an agency."""

    person_id = fields.Integer(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    telephone = fields.String(required=True, allow_none=True)
    email = fields.String(required=True)
    deputy_for = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The absent colleague whose role this is for the time being."},
    )
    away_until = fields.AwareDateTime(required=True, allow_none=True)


class AgencyContactsSchema(StrictSchema):
    """An agency with its people, in the order of the ladder."""

    agency_key = fields.String(required=True)
    agency_name = fields.String(required=True)
    telephone = fields.String(required=True, allow_none=True)
    out_of_hours = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Whom to ring at night and at weekends."},
    )
    people = fields.List(fields.Nested(ContactSchema), required=True)
