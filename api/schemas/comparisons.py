"""Comparisons of two versions of a procedure."""

from marshmallow import ValidationError, fields, validates_schema

from api.schemas.base import StrictSchema

COUNT = {
    "description": "Editors, whose `is_exact` is false, are told at least how many (5, 25, 125 …); "
    "null: fewer than five."
}


class ComparisonQuerySchema(StrictSchema):
    """Which two: `old` and `new`, or `draft` with or without `old`."""

    old = fields.Integer(
        load_default=None,
        metadata={"description": "Id of a version; beside `draft` it may be left out: its base."},
    )
    new = fields.Integer(load_default=None, metadata={"description": "Id of a version."})
    draft = fields.UUID(
        load_default=None, metadata={"description": "Id of a draft, as the new one."}
    )

    @validates_schema
    def check_sides(self, data: dict[str, object], **_more: object) -> None:
        """Refuse a comparison that lacks a side, or has one too many."""
        if (data["new"] is None) == (data["draft"] is None):
            raise ValidationError("Name either “new” or “draft”.", "new")
        if data["new"] is not None and data["old"] is None:
            raise ValidationError("Name the version to compare with.", "old")


class ComparedSchema(StrictSchema):
    """One side of a comparison."""

    title = fields.String(required=True)
    key = fields.String(required=True)
    process_definition_id = fields.Integer(
        allow_none=True, metadata={"description": "Null: a draft."}
    )


class DifferencePlaceSchema(StrictSchema):
    """Where a difference is."""

    kind = fields.String(required=True)
    id = fields.String(required=True)
    name = fields.String(required=True)
    file = fields.String(required=True)
    noun = fields.String(required=True)


class DifferenceSchema(StrictSchema):
    """One difference."""

    kind = fields.String(required=True)
    change = fields.String(required=True)
    weight = fields.String(
        required=True,
        metadata={"description": "`consequence`, `wording` (only) or `drawing` (only)."},
    )
    place = fields.Nested(DifferencePlaceSchema)
    aspect = fields.String(required=True)
    old = fields.String(required=True)
    new = fields.String(required=True)
    sentence = fields.String(required=True)
    clauses = fields.List(fields.String())


class StandingSchema(StrictSchema):
    """An element where open cases stand."""

    element_id = fields.String(required=True)
    name = fields.String(required=True)
    cases = fields.Integer(attribute="cases.number", allow_none=True, metadata=COUNT)
    limits = fields.Integer(attribute="limits.number", allow_none=True, metadata=COUNT)
    fate = fields.String(required=True, metadata={"description": "`gone`, `changed` or `same`."})
    changes = fields.List(fields.String())


class RunningCasesSchema(StrictSchema):
    """What it means for open cases of the old version. Numbers only."""

    is_exact = fields.Boolean(
        required=True, metadata={"description": "Whether the numbers are exact ones."}
    )
    total = fields.Integer(attribute="total.number", allow_none=True, metadata=COUNT)
    cannot_move = fields.Integer(attribute="cannot_move.number", allow_none=True, metadata=COUNT)
    would_change = fields.Integer(attribute="would_change.number", allow_none=True, metadata=COUNT)
    limits = fields.Integer(attribute="limits.number", allow_none=True, metadata=COUNT)
    standing = fields.List(fields.Nested(StandingSchema))


class ComparisonSchema(StrictSchema):
    """Two versions, compared."""

    old = fields.Nested(ComparedSchema)
    new = fields.Nested(ComparedSchema)
    summary = fields.List(
        fields.String(), metadata={"description": "What changes for people, in sentences."}
    )
    unread = fields.List(
        fields.String(), metadata={"description": "What could not be read, and is not compared."}
    )
    differences = fields.List(fields.Nested(DifferenceSchema))
    running_cases = fields.Nested(
        RunningCasesSchema,
        allow_none=True,
        metadata={"description": "Null: not for you, or the old one is no version."},
    )
