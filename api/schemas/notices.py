"""A person's own notices."""

from marshmallow import fields, validate

from api.schemas.base import Instant, PageQuerySchema, PageSchema, StrictSchema, Text


class NoticeQuerySchema(PageQuerySchema):
    """Which notices."""

    show = fields.String(
        load_default="all",
        validate=validate.OneOf(["all", "unread", "danger"]),
        metadata={"description": "Every notice, the unread ones, or those of danger."},
    )
    reference = Text(load_default="", metadata={"description": "Only of this case."})


class NoticeEmailSchema(StrictSchema):
    """How far a notice got by e-mail."""

    state = fields.String(
        required=True, metadata={"description": "`pending`, `sent`, `shown` or `failed`."}
    )
    attempts = fields.Integer(required=True)
    delivered_at = fields.AwareDateTime(allow_none=True)
    next_attempt_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "While it is pending: not before."}
    )
    failure = fields.String(
        allow_none=True, metadata={"description": "Why the last attempt did not work."}
    )


class NoticeSchema(StrictSchema):
    """One notice."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    subject = fields.String(required=True)
    body = fields.String(
        required=True, metadata={"description": "Paragraphs, parted by empty lines."}
    )
    is_danger = fields.Boolean(required=True)
    is_case_open = fields.Boolean(
        required=True, metadata={"description": "Whether you may see the case."}
    )
    delivered_at = fields.AwareDateTime(required=True)
    read_at = fields.AwareDateTime(allow_none=True)
    email = fields.Nested(
        NoticeEmailSchema, allow_none=True, metadata={"description": "Null: none was made."}
    )


class NoticePageSchema(PageSchema):
    """A page of notices."""

    items = fields.List(fields.Nested(NoticeSchema), attribute="rows")
    previous_cursor = fields.String(
        allow_none=True, metadata={"description": "To what is newer; null on the first page."}
    )


class NoticePlaceSchema(StrictSchema):
    """Where a notice leads."""

    reference = fields.String(
        allow_none=True, metadata={"description": "Its case; null when you may not see it."}
    )
    user_task_id = fields.UUID(
        allow_none=True, metadata={"description": "The one task there is for you to do."}
    )


class MarkedNoticesSchema(StrictSchema):
    """What marking all as read has done."""

    count = fields.Integer(required=True)
    read_at = fields.AwareDateTime(
        required=True, metadata={"description": "Send it back to take the marking back."}
    )


class TakeBackSchema(StrictSchema):
    """Which marking is taken back."""

    read_at = Instant(
        required=True, metadata={"description": "As it came from marking all as read."}
    )


class TakenBackSchema(StrictSchema):
    """How many notices are new again."""

    count = fields.Integer(required=True)
