"""Strictness that every schema shares."""

from datetime import UTC, datetime
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate
from typing_extensions import override

MOST_CHARACTERS = 200
MOST_ROWS = 100
NO_NULL_CHARACTER = validate.ContainsNoneOf("\0", error="Must not contain a null character.")


class StrictSchema(Schema):
    """Refuses fields that it does not know, by name."""

    class Meta:
        """Marshmallow's options."""

        unknown = RAISE


class Text(fields.String):
    """One line of text that every database can store."""

    def __init__(self, *, most: int = MOST_CHARACTERS, least: int = 0, **kwargs: Any) -> None:
        """Take the bounds in characters."""
        bounds = validate.Length(min=least or None, max=most)
        super().__init__(validate=[bounds, NO_NULL_CHARACTER], **kwargs)


class StrictBoolean(fields.Boolean):
    """True or false, and nothing that merely looks like it: marshmallow's own takes 0 and "on"."""

    @override
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            message = "Must be true or false."
            raise ValidationError(message)
        return value


class Instant(fields.AwareDateTime):
    """A time with its offset from UTC, at which UTC still has a year of four digits."""

    @override
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        given = super()._deserialize(value, attr, data, **kwargs)
        try:
            return given.astimezone(UTC)
        except OverflowError as error:
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE) from error


class IdempotencySchema(Schema):
    """The header that makes a request safe to send again."""

    class Meta:
        """Marshmallow's options: a request has many other headers."""

        unknown = EXCLUDE

    idempotency_key = Text(
        data_key="Idempotency-Key",
        least=1,
        load_default=None,
        metadata={"description": "Your own key. The same request sent twice counts once."},
    )


class PageQuerySchema(StrictSchema):
    """Which page of a list."""

    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=MOST_ROWS))
    cursor = Text(
        load_default=None, metadata={"description": "The `next_cursor` of the page before."}
    )


class PageSchema(StrictSchema):
    """A page of a list."""

    next_cursor = fields.String(allow_none=True, metadata={"description": "Null on the last page."})
