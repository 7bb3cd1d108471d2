"""The directory as a whole: its log, the roles that nobody holds, and files."""

from marshmallow import fields, validate

from api.schemas.base import PageQuerySchema, PageSchema, StrictBoolean, StrictSchema, Text
from api.schemas.directory import REASON
from engine.directory.act import MOST_REASON
from engine.directory.import_file import MOST_BYTES
from engine.persistence.directory_changes import Change


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
