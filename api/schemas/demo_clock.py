"""The demonstration's clock."""

import re
from datetime import timedelta
from typing import Any

from marshmallow import ValidationError, fields, validates_schema
from typing_extensions import override

from api.schemas.base import StrictSchema

_DURATION = re.compile(
    r"P(?=\d|T\d)(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5})S)?)?"
)


class IsoDuration(fields.Field[timedelta]):
    """An ISO 8601 duration in days, hours, minutes and seconds, such as PT24H."""

    @override
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> timedelta:
        match = _DURATION.fullmatch(value) if isinstance(value, str) and value.isascii() else None
        if match is None:
            message = "Must be an ISO 8601 duration such as PT24H or P2D."
            raise ValidationError(message)
        days, hours, minutes, seconds = (int(digits or 0) for digits in match.groups())
        return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


class MoveClockSchema(StrictSchema):
    """Where to move the clock: to an instant, or on by a span."""

    now = fields.AwareDateTime(format="iso")
    advance = IsoDuration(metadata={"type": "string", "pattern": _DURATION.pattern})

    @validates_schema
    def _require_one(self, data: dict[str, Any], **_given: object) -> None:
        if len(data) != 1:
            message = "Give either now or advance."
            raise ValidationError(message)


class ClockSchema(StrictSchema):
    """What time it is."""

    now = fields.AwareDateTime(required=True)
