"""Drafts of procedures: their files, who is in them, what was saved."""

from marshmallow import fields, validate

from api.schemas.base import NO_NULL_CHARACTER, PageSchema, StrictSchema, Text
from api.schemas.definitions import MOST_FILES, CheckResultSchema, ProblemFoundSchema
from engine.workshop.presence import MOST_PATH
from engine.workshop.words import MOST_TITLE
from engine.workshop.writing import MOST_SUMMARY

BIGGEST_NUMBER = 2_147_483_647
"""What both databases take as an integer."""


def number(**options: object) -> fields.Integer:
    """Return a field for the number of a revision, or an id."""
    bounds = validate.Range(min=1, max=BIGGEST_NUMBER)
    return fields.Integer(strict=True, validate=bounds, **options)  # type: ignore[arg-type]


class ProcedureDraftSchema(StrictSchema):
    """One draft of a procedure."""

    id = fields.UUID(required=True)
    partnership_key = fields.String(required=True)
    partnership_name = fields.String(required=True)
    key = fields.String(required=True)
    edition = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(
        required=True,
        metadata={"description": "`editing`, `submitted`, `approved`, `published`, `discarded`."},
    )
    revision = fields.Integer(required=True)
    based_on = fields.Integer(
        allow_none=True, metadata={"description": "Id of the version that it changes."}
    )
    based_on_version = fields.Integer(allow_none=True)
    newest_version = fields.Integer(
        allow_none=True, metadata={"description": "The newest published version of its edition."}
    )
    is_behind = fields.Boolean(
        metadata={"description": "A version has been published that the draft does not contain."}
    )
    created_by_name = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    changed_by_name = fields.String(required=True)
    changed_at = fields.AwareDateTime(required=True)
    published_as = fields.Integer(
        allow_none=True, metadata={"description": "Id of the version that it became."}
    )
    published_version = fields.Integer(allow_none=True)
    published_at = fields.AwareDateTime(allow_none=True)


class ProcedureDraftsSchema(StrictSchema):
    """Drafts of your partnerships that are under way, the last changed first."""

    items = fields.List(fields.Nested(ProcedureDraftSchema))


class NewDraftSchema(StrictSchema):
    """What a new draft begins with: a version, or files."""

    process_definition_id = number(
        load_default=None, allow_none=True, metadata={"description": "The version to copy."}
    )
    files = fields.Dict(
        keys=Text(least=1),
        values=fields.String(validate=NO_NULL_CHARACTER),
        load_default=None,
        allow_none=True,
        validate=validate.Length(min=1, max=MOST_FILES),
        metadata={"description": "Contents by path, with `procedure.toml`."},
    )
    title = Text(load_default="", most=MOST_TITLE)


class NewDraftQuerySchema(StrictSchema):
    """The title of a draft that begins with a zip file."""

    title = Text(load_default="", most=MOST_TITLE)


class DraftTitleSchema(StrictSchema):
    """Another title."""

    title = Text(required=True, least=1, most=MOST_TITLE)


class DraftPathsSchema(StrictSchema):
    """The files of a draft's newest revision."""

    revision = fields.Integer(required=True)
    paths = fields.List(fields.String(), required=True)


class DraftFileSchema(StrictSchema):
    """One file of a draft."""

    revision = fields.Integer(required=True)
    path = fields.String(required=True)
    content = fields.String(required=True)


class SaveFileSchema(StrictSchema):
    """A file to save."""

    content = fields.String(
        required=True,
        allow_none=True,
        validate=NO_NULL_CHARACTER,
        metadata={"description": "Null takes the file out of the draft."},
    )
    base_revision = number(
        required=True, metadata={"description": "The revision that you have seen."}
    )
    summary = Text(load_default="", most=MOST_SUMMARY)


class SavedFileSchema(StrictSchema):
    """What was saved, and what the checks find in the whole draft now."""

    revision = fields.Integer(required=True)
    content = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "As it is stored: a diagram in its canonical form."},
    )
    state = fields.String(
        required=True,
        metadata={"description": "`editing`: a review that the draft was in is withdrawn."},
    )
    problems = fields.List(fields.Nested(ProblemFoundSchema), required=True)


class DraftProblemsSchema(CheckResultSchema):
    """What the checks find in a draft."""

    revision = fields.Integer(required=True)


class PlaceSchema(StrictSchema):
    """Where in a draft you are."""

    path = Text(required=True, least=1, most=MOST_PATH)


class PresentSchema(StrictSchema):
    """Somebody who is in the draft now."""

    name = fields.String(required=True)
    path = fields.String(required=True)
    seen_at = fields.AwareDateTime(required=True)


class OthersPresentSchema(StrictSchema):
    """Who else was in the draft within the last minute."""

    others = fields.List(fields.Nested(PresentSchema), required=True)


class DraftRevisionSchema(StrictSchema):
    """One saved state of a draft."""

    number = fields.Integer(required=True)
    saved_by_name = fields.String(required=True)
    saved_at = fields.AwareDateTime(required=True)
    summary = fields.String(required=True)
    goes_back_to = fields.Integer(
        allow_none=True, metadata={"description": "The revision whose files it brought back."}
    )


class DraftRevisionsSchema(PageSchema):
    """A page of what was saved, the newest first."""

    items = fields.List(fields.Nested(DraftRevisionSchema), required=True)
    undo = fields.Integer(allow_none=True, metadata={"description": "Where Undo goes back to."})
    redo = fields.Integer(allow_none=True, metadata={"description": "Where Redo goes to."})


class GoBackSchema(StrictSchema):
    """Which revision becomes the newest again."""

    to_revision = number(required=True)
    base_revision = number(required=True)


class NewRevisionSchema(StrictSchema):
    """The newest revision now."""

    revision = fields.Integer(required=True)
