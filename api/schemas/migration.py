"""Migration of process instances, for administrators."""

from marshmallow import Schema, fields, validate

from api.schemas.base import Instant, StrictSchema, Text
from api.schemas.instances import LARGEST_ID
from engine.operations.asking import MOST_REASON


class MigrationQuerySchema(StrictSchema):
    """To which version."""

    to_version = fields.Integer(
        required=True,
        validate=validate.Range(min=1, max=LARGEST_ID),
        metadata={"description": "The id of a process definition of the same procedure."},
    )


class MigrationSchema(MigrationQuerySchema):
    """To which version, and why."""

    reason = Text(required=True, least=1, most=MOST_REASON)


class MigratedTimerSchema(Schema):
    """A time limit that changes."""

    element_id = fields.String(required=True)
    before = Instant(required=True, allow_none=True)
    after = Instant(required=True, allow_none=True)


class DryRunSchema(Schema):
    """What would become of a process instance; nothing has changed."""

    can_go = fields.Boolean(required=True)
    should_finish = fields.Boolean(
        required=True,
        metadata={"description": "Its case should finish on the version with which it began."},
    )
    outcome = fields.String(required=True)
    timers = fields.List(fields.Nested(MigratedTimerSchema), required=True)


class FormChangeSchema(Schema):
    """Questions by their labels."""

    gone = fields.List(fields.String(), required=True)
    new = fields.List(fields.String(), required=True)
    newly_required = fields.List(fields.String(), required=True)


class PlannedStepSchema(Schema):
    """One element at which cases can wait."""

    element_id = fields.String(required=True)
    name = fields.String(required=True)
    type = fields.String(required=True)
    verdict = fields.String(
        required=True, metadata={"description": "`goes`, `look` (it goes, and differs), `cannot`."}
    )
    reasons = fields.List(fields.String(), required=True)
    form = fields.Nested(FormChangeSchema, required=True, allow_none=True)


class MigrationPlanSchema(Schema):
    """The plan between two versions."""

    items = fields.List(fields.Nested(PlannedStepSchema), required=True)
