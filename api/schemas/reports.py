"""The manager's report."""

from marshmallow import fields, validate

from api.reports import INSIDE, OUTSIDE
from api.schemas.base import StrictSchema, Text
from engine.reports.periods import Span


class ReportQuerySchema(StrictSchema):
    """Which period, and for whom."""

    quarter = Text(
        most=7,
        load_default="",
        metadata={
            "description": "First month of a quarter, `2026-07`; else the last that is over."
        },
    )
    span = fields.String(load_default=Span.QUARTER, validate=validate.OneOf([*Span]))
    numbers = fields.String(
        load_default=INSIDE,
        validate=validate.OneOf([INSIDE, OUTSIDE]),
        metadata={"description": "`outside`: small numbers are hidden, so that it may leave."},
    )


class ReportPartnershipSchema(StrictSchema):
    """A partnership whose report you may read."""

    key = fields.String(required=True)
    name = fields.String(required=True)


class ReportVersionSchema(StrictSchema):
    """A version under which cases of the period were raised."""

    process_definition_id = fields.Integer(required=True)
    name = fields.String(required=True)
    edition = fields.String(required=True)
    version = fields.Integer(required=True)
    published_at = fields.AwareDateTime(required=True)
    cases_raised = fields.String(required=True)


class ReportCellSchema(StrictSchema):
    """One number."""

    measure = fields.String(required=True)
    text = fields.String(required=True)
    number = fields.Integer(
        required=True,
        allow_none=True,
        metadata={
            "description": "A count; for `outside` at least how many, null for fewer than 5. "
            "Null where it is a share or a time."
        },
    )


class ReportRowSchema(StrictSchema):
    """A row of a figure."""

    key = fields.String(required=True)
    label = fields.String(required=True)
    cells = fields.List(fields.Nested(ReportCellSchema), required=True)


class ReportFigureSchema(StrictSchema):
    """A figure with its definition."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    definition = fields.String(required=True)
    rows = fields.List(fields.Nested(ReportRowSchema), required=True)


class ReportSchema(StrictSchema):
    """The report of a partnership for a period."""

    partnership = fields.Nested(ReportPartnershipSchema, required=True)
    first_day = fields.Date(required=True)
    period = fields.String(required=True)
    compared_with = fields.String(required=True)
    as_at = fields.AwareDateTime(required=True)
    is_complete = fields.Boolean(
        required=True,
        metadata={"description": "False: some cases changed since, and are counted soon."},
    )
    versions = fields.List(fields.Nested(ReportVersionSchema), required=True)
    figures = fields.List(fields.Nested(ReportFigureSchema), required=True)
