"""The directory: partnerships, agencies and areas, as administrators see them."""

from marshmallow import fields, validate

from api.schemas.base import PageQuerySchema, PageSchema, StrictSchema, Text
from engine.directory.sectors import SECTORS

STAYS = "Left out or empty: stays as it is."
REASON = "Stands in the log of the directory."


class DirectoryPartnershipSchema(StrictSchema):
    """A partnership."""

    key = fields.String(required=True)
    name = fields.String(required=True)


class PartnershipsSchema(StrictSchema):
    """The partnerships that you administer."""

    items = fields.List(fields.Nested(DirectoryPartnershipSchema), required=True)


class WantedNameSchema(StrictSchema):
    """Another name."""

    name = Text(required=True, least=1)


class DirectoryAgencyQuerySchema(PageQuerySchema):
    """Which agencies."""

    name = Text(load_default="", metadata={"description": "A part of the name."})
    sector = fields.String(load_default="", validate=validate.OneOf(["", *SECTORS]))


class ChangedAgencySchema(StrictSchema):
    """An agency, changed."""

    name = Text(load_default="", metadata={"description": STAYS})
    sector = Text(load_default="", metadata={"description": f"{', '.join(SECTORS)}. {STAYS}"})
    telephone = Text(load_default="", metadata={"description": STAYS})
    out_of_hours = Text(load_default="", most=300, metadata={"description": STAYS})


class NewAgencySchema(ChangedAgencySchema):
    """A new agency."""

    key = Text(required=True, metadata={"description": "Never changes. Like reading-school."})
    partnership = Text(required=True, metadata={"description": "The key of the partnership."})


class DirectoryAgencySchema(StrictSchema):
    """An agency."""

    key = fields.String(required=True)
    name = fields.String(required=True)
    sector = fields.String(required=True)
    partnership_key = fields.String(required=True)
    partnership_name = fields.String(required=True)
    telephone = fields.String(required=True, allow_none=True)
    out_of_hours = fields.String(required=True, allow_none=True)
    people = fields.Integer(
        required=True, metadata={"description": "How many people have a role there now."}
    )


class DirectoryAgencyPageSchema(PageSchema):
    """A page of agencies."""

    items = fields.List(fields.Nested(DirectoryAgencySchema), attribute="rows", required=True)


class ChangedAreaSchema(StrictSchema):
    """An area, changed. Running cases keep the edition with which they began."""

    name = Text(load_default="", metadata={"description": STAYS})
    process_definition_key = Text(load_default="", metadata={"description": STAYS})
    edition = Text(load_default="", metadata={"description": STAYS})
    social_care_agency = Text(
        load_default="",
        metadata={"description": f"Who runs Children’s Social Care there. {STAYS}"},
    )


class NewAreaSchema(ChangedAreaSchema):
    """A new area."""

    key = Text(required=True)
    partnership = Text(required=True)


class DirectoryAreaSchema(StrictSchema):
    """An area."""

    key = fields.String(required=True)
    name = fields.String(required=True)
    partnership_key = fields.String(required=True)
    partnership_name = fields.String(required=True)
    process_definition_key = fields.String(required=True)
    edition = fields.String(required=True)
    social_care_agency = fields.String(required=True, allow_none=True)
    social_care_name = fields.String(required=True, allow_none=True)
    is_followed = fields.Boolean(
        required=True, metadata={"description": "Whether a version of the edition is published."}
    )


class AreasSchema(StrictSchema):
    """The areas of your partnerships."""

    items = fields.List(fields.Nested(DirectoryAreaSchema), required=True)
