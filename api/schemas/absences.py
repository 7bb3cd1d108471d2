"""Who is away, and who stands in."""

from marshmallow import fields, validate

from api.schemas.base import Instant, StrictSchema
from api.schemas.instances import LARGEST_ID


class PersonId(fields.Integer):
    """The id of a person, as contacts and colleagues have it."""

    def __init__(self, **kwargs: object) -> None:
        """Take only ids that a database can hold."""
        super().__init__(
            strict=True,
            validate=validate.Range(min=1, max=LARGEST_ID),
            **kwargs,  # type: ignore[arg-type]
        )


class NewAbsenceSchema(StrictSchema):
    """An absence to arrange."""

    person_id = PersonId(
        load_default=None,
        allow_none=True,
        metadata={"description": "Who is away; without it, you."},
    )
    deputy_id = PersonId(
        required=True, metadata={"description": "Who stands in: a colleague of the same agency."}
    )
    starts_at = Instant(
        required=True, metadata={"description": "Earlier today counts as from now on."}
    )
    ends_at = Instant(required=True)


class ArrangedAbsenceSchema(StrictSchema):
    """An absence that was arranged."""

    id = fields.Integer(required=True)


class AbsenceSchema(StrictSchema):
    """An absence that runs or is still to come."""

    id = fields.Integer(required=True)
    person_id = fields.Integer(required=True)
    person_name = fields.String(required=True)
    deputy_id = fields.Integer(required=True)
    deputy_name = fields.String(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    is_running = fields.Boolean(required=True)
    may_end = fields.Boolean(
        required=True, metadata={"description": "Whether you may end it before its time."}
    )


class AbsencesSchema(StrictSchema):
    """The absences that concern you, the first to begin first."""

    items = fields.List(fields.Nested(AbsenceSchema))
