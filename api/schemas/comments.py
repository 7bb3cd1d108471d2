"""Comments on a case."""

from marshmallow import fields

from api.schemas.base import StrictBoolean, StrictSchema, Text
from api.schemas.text_reasons import MOST_WORDS, ReasonsForText


class NewCommentSchema(StrictSchema):
    """What somebody writes beside the forms."""

    text = Text(
        required=True,
        most=MOST_WORDS,
        metadata={"description": "Up to 4,000 characters. Roles and agencies, no names."},
    )
    own_agency_only = StrictBoolean(
        load_default=False,
        metadata={"description": "Nobody of another agency ever learns that it exists."},
    )
    user_task_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "The user task that it stands beside."},
    )
    kept_reasons = ReasonsForText()


class WrittenCommentSchema(StrictSchema):
    """A comment that was taken."""

    id = fields.Integer(required=True)


class CommentSchema(StrictSchema):
    """One comment."""

    id = fields.Integer(required=True)
    kind = fields.String(
        required=True, metadata={"description": "`comment`, or `hand_over`: a note to a colleague."}
    )
    text = fields.String(required=True)
    kept_reason = fields.String(
        allow_none=True,
        metadata={"description": "Why something stays that looks like personal data."},
    )
    only_for_agency = fields.String(
        allow_none=True,
        metadata={"description": "The one agency that reads it; null: all agencies of the case."},
    )
    person_name = fields.String(required=True)
    agency_key = fields.String(required=True)
    agency_name = fields.String(required=True)
    written_at = fields.AwareDateTime(required=True)
    user_task_id = fields.UUID(allow_none=True)
    user_task_name = fields.String(allow_none=True)


class CommentsSchema(StrictSchema):
    """The comments on a case that you may read, the oldest first."""

    items = fields.List(fields.Nested(CommentSchema))
