"""Handing a user task over to a colleague."""

from marshmallow import fields

from api.schemas.absences import PersonId
from api.schemas.base import StrictSchema, Text
from api.schemas.text_reasons import MOST_WORDS, ReasonsForText


class HandOverSchema(StrictSchema):
    """To whom a task is handed over, and what is written to them."""

    to = PersonId(
        required=True, metadata={"description": "One of the colleagues that the task offers."}
    )
    note = Text(
        load_default="",
        most=MOST_WORDS,
        metadata={"description": "Up to 4,000 characters. Only your own agency reads it."},
    )
    kept_reasons = ReasonsForText()


class TaskColleagueSchema(StrictSchema):
    """A colleague who may do a task."""

    person_id = fields.Integer(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True, attribute="group.role")
    deputy_for = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The absent colleague in whose place they may."},
    )
    away_until = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Nothing is handed over to somebody who is away."},
    )


class TaskColleaguesSchema(StrictSchema):
    """Colleagues of your agency who may do a task, the absent ones last."""

    items = fields.List(fields.Nested(TaskColleagueSchema))
