"""The directory: partnerships, agencies, areas, its log and files, as administrators see them."""

from marshmallow import fields, validate

from api.schemas.base import PageQuerySchema, PageSchema, StrictBoolean, StrictSchema, Text
from engine.directory.act import MOST_REASON
from engine.directory.import_file import MOST_BYTES
from engine.directory.sectors import SECTORS
from engine.persistence.directory_changes import Change

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


class ChangesQuerySchema(PageQuerySchema):
    """Which changes."""

    person_id = fields.Integer(load_default=None, validate=validate.Range(min=1, max=2_147_483_647))
    agency = Text(load_default=None)


class DirectoryChangeSchema(StrictSchema):
    """One change."""

    id = fields.Integer(required=True)
    changed_at = fields.AwareDateTime(required=True)
    changed_by_name = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Null: whoever runs the server, by a command."},
    )
    partnership_name = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(Change)))
    words = fields.String(required=True)
    reason = fields.String(required=True)
    person_id = fields.Integer(required=True, allow_none=True)
    agency_key = fields.String(required=True, allow_none=True)


class ChangesPageSchema(PageSchema):
    """A page of the log."""

    items = fields.List(fields.Nested(DirectoryChangeSchema), attribute="rows", required=True)


class GapSchema(StrictSchema):
    """Somebody for whom a procedure asks, and who is not there."""

    message = fields.String(required=True)
    element_id = fields.String(required=True, allow_none=True)


class ProcedureGapsSchema(StrictSchema):
    """A version that new cases follow."""

    process_definition_id = fields.Integer(required=True)
    name = fields.String(required=True)
    edition = fields.String(required=True)
    version = fields.Integer(required=True)
    areas = fields.List(fields.String(), required=True)
    problems = fields.List(fields.Nested(GapSchema), required=True)


class MissingRolesSchema(StrictSchema):
    """The versions that new cases follow, each with who is missing."""

    items = fields.List(fields.Nested(ProcedureGapsSchema), required=True)


class ImportSchema(StrictSchema):
    """A file of the directory."""

    csv = Text(required=True, least=1, most=MOST_BYTES)
    preview = StrictBoolean(
        load_default=False, metadata={"description": "Only say what would happen."}
    )
    reason = Text(
        load_default="",
        most=MOST_REASON,
        metadata={"description": f"Needed when something ends. {REASON}"},
    )
    digest = Text(
        load_default="",
        metadata={"description": "That of a preview: with other changes nothing happens."},
    )


class NotedSchema(StrictSchema):
    """One change of an import."""

    kind = fields.String(required=True, validate=validate.OneOf(list(Change)))
    words = fields.String(required=True)


class RowProblemSchema(StrictSchema):
    """A row that is wrong; the header is row 1."""

    row = fields.Integer(required=True)
    message = fields.String(required=True)


class ImportPreviewSchema(StrictSchema):
    """What an import changes, and what is wrong with it."""

    changes = fields.List(fields.Nested(NotedSchema), required=True)
    problems = fields.List(fields.Nested(RowProblemSchema), required=True)
    rows = fields.Integer(required=True)
    digest = fields.String(required=True)
