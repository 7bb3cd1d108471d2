"""Process definitions, deployments and checks."""

from marshmallow import fields, validate

from api.schemas.base import NO_NULL_CHARACTER, StrictBoolean, StrictSchema, Text

MOST_FILES = 2_000
MOST_NOTE = 2_000


class DefinitionSchema(StrictSchema):
    """One version of a procedure."""

    id = fields.Integer(required=True)
    key = fields.String(required=True)
    version = fields.Integer(required=True)
    edition = fields.String(required=True)
    name = fields.String(required=True)
    partnership_key = fields.String(required=True)
    note = fields.String(required=True)
    deployed_at = fields.AwareDateTime(required=True)
    deployed_by_name = fields.String(allow_none=True)
    published_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "Null: a draft, which no case follows."}
    )
    published_by_name = fields.String(allow_none=True)


class DefinitionListSchema(StrictSchema):
    """Versions of procedures: by key, the newest first."""

    items = fields.List(fields.Nested(DefinitionSchema))


class DefinitionQuerySchema(StrictSchema):
    """Which process definitions."""

    key = Text(load_default=None)


class FilesSchema(StrictSchema):
    """The files of one edition of a procedure."""

    files = fields.Dict(
        keys=Text(least=1),
        values=fields.String(validate=NO_NULL_CHARACTER),
        required=True,
        validate=validate.Length(min=1, max=MOST_FILES),
        metadata={
            "description": "Contents by path: `procedure.toml`, `NAME.bpmn`, `forms/KEY.form` …"
        },
    )


class DeploymentSchema(FilesSchema):
    """A bundle to deploy."""

    note = Text(load_default="", most=MOST_NOTE)
    publish = StrictBoolean(
        load_default=False,
        metadata={
            "description": "New cases follow this version at once. For administrators of the "
            "partnership's office, with a note that says why."
        },
    )


class BroughtInSchema(StrictSchema):
    """What the files became: a draft, or a version. One of the two is null."""

    draft_id = fields.UUID(allow_none=True)
    process_definition = fields.Nested(DefinitionSchema, allow_none=True)


class ProblemFoundSchema(StrictSchema):
    """One finding of a check."""

    check = fields.String(required=True)
    severity = fields.String(required=True)
    file = fields.String(required=True)
    element_id = fields.String(allow_none=True)
    line = fields.Integer(allow_none=True)
    message = fields.String(required=True)
    remedy = fields.String(required=True)
    help = fields.String(
        metadata={"description": "The page about this check: why, an example, what to do."}
    )


class CheckResultSchema(StrictSchema):
    """What the checks have found."""

    can_be_deployed = fields.Boolean(required=True)
    problems = fields.List(fields.Nested(ProblemFoundSchema))
