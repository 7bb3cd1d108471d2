"""Reviews of drafts, comments on them, and publication."""

from marshmallow import fields

from api.schemas.base import Instant, StrictSchema, Text
from api.schemas.procedure_drafts import number
from engine.workshop.comments import MOST_ELEMENT_ID
from engine.workshop.presence import MOST_PATH
from engine.workshop.words import MOST_WORDS


class SeenSchema(StrictSchema):
    """What you have seen."""

    base_revision = number(
        load_default=None,
        allow_none=True,
        metadata={"description": "Refuse when somebody has saved since this revision."},
    )


class SubmitDraftSchema(SeenSchema):
    """Why the draft should become a version."""

    note = Text(required=True, least=1, most=MOST_WORDS)


class ApproveDraftSchema(SeenSchema):
    """Approval by a second person."""

    words = Text(load_default="", most=MOST_WORDS)


class ReturnDraftSchema(SeenSchema):
    """What should change first."""

    words = Text(required=True, least=1, most=MOST_WORDS)


class DraftReviewSchema(StrictSchema):
    """One submission of a draft, and what became of it."""

    id = fields.Integer(required=True)
    revision = fields.Integer(required=True)
    submitted_by_name = fields.String(required=True)
    submitted_at = fields.AwareDateTime(required=True)
    note = fields.String(required=True)
    decision = fields.String(
        allow_none=True,
        metadata={"description": "`approved`, `returned`, `withdrawn`; null: it waits."},
    )
    decided_by_name = fields.String(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    words = fields.String(required=True)
    withdrawn_by_name = fields.String(allow_none=True)
    withdrawn_at = fields.AwareDateTime(
        allow_none=True,
        metadata={"description": "Also of an approved one, when something was saved afterwards."},
    )


class DraftReviewsSchema(StrictSchema):
    """The reviews of a draft, the newest first."""

    items = fields.List(fields.Nested(DraftReviewSchema), required=True)


class NewDraftCommentSchema(StrictSchema):
    """What you have to say about a file, or about one element in it."""

    path = Text(required=True, least=1, most=MOST_PATH)
    element_id = Text(load_default=None, allow_none=True, most=MOST_ELEMENT_ID)
    words = Text(required=True, least=1, most=MOST_WORDS)


class DraftCommentSchema(StrictSchema):
    """One comment on a draft."""

    id = fields.Integer(required=True)
    path = fields.String(required=True)
    element_id = fields.String(allow_none=True)
    words = fields.String(required=True)
    by_name = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    resolved_by_name = fields.String(allow_none=True)
    resolved_at = fields.AwareDateTime(allow_none=True)


class DraftCommentsSchema(StrictSchema):
    """The comments on a draft, the oldest first."""

    items = fields.List(fields.Nested(DraftCommentSchema), required=True)


class WrittenDraftCommentSchema(StrictSchema):
    """The comment that was written."""

    id = fields.Integer(required=True)


class PublishDraftSchema(StrictSchema):
    """From when new cases follow it."""

    at = Instant(
        load_default=None,
        allow_none=True,
        metadata={"description": "A time that lies ahead; without it: now."},
    )
