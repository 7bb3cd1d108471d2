"""Process instances and incidents, for administrators."""

from marshmallow import fields, validate

from api.schemas.base import PageQuerySchema, PageSchema, StrictSchema, Text
from api.schemas.user_tasks import UserTaskRowSchema

MOST_REASON = 2_000
LARGEST_ID = 2_147_483_647


class ReasonSchema(StrictSchema):
    """Why an administrator does this; it goes into the history."""

    reason = Text(required=True, least=1, most=MOST_REASON)


class InstanceQuerySchema(PageQuerySchema):
    """Which process instances."""

    state = fields.String(load_default=None, validate=validate.OneOf(["active", "ended"]))
    process_definition_id = fields.Integer(
        load_default=None, validate=validate.Range(min=1, max=LARGEST_ID)
    )
    has_incident = fields.Boolean(load_default=False, truthy={"true"}, falsy={"false"})


class InstanceRowSchema(StrictSchema):
    """One process instance in a list."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    process_id = fields.String(required=True)
    process_definition_id = fields.Integer(required=True)
    process_definition_key = fields.String(required=True)
    version = fields.Integer(required=True)
    is_main = fields.Boolean(required=True)
    message = fields.String(
        allow_none=True, metadata={"description": "The message that started a linked instance."}
    )
    stage = fields.String(required=True)
    state = fields.String(required=True)
    revision = fields.Integer(required=True)
    started_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    open_incidents = fields.Integer(required=True)
    next_due_at = fields.AwareDateTime(allow_none=True)


class InstancePageSchema(PageSchema):
    """A page of process instances, the newest first."""

    items = fields.List(fields.Nested(InstanceRowSchema), attribute="rows")


class WaitingTimerSchema(StrictSchema):
    """A waiting timer of an instance."""

    id = fields.UUID(required=True)
    element_id = fields.String(required=True)
    name = fields.String(required=True)
    due_at = fields.AwareDateTime(required=True)
    next_attempt_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "Null: an incident has to be retried first."}
    )
    attempts = fields.Integer(required=True)


class IncidentSchema(StrictSchema):
    """An unexpected failure while the instance advanced."""

    id = fields.Integer(required=True)
    element_id = fields.String(allow_none=True)
    name = fields.String(required=True)
    state = fields.String(required=True)
    message = fields.String(required=True)
    cause = fields.String(required=True)
    raised_at = fields.AwareDateTime(required=True)
    resolved_at = fields.AwareDateTime(allow_none=True)
    resolved_by_name = fields.String(allow_none=True)


class InstanceSchema(StrictSchema):
    """One process instance: where it stands, what it waits for, what went wrong."""

    instance = fields.Nested(InstanceRowSchema, required=True, attribute="row")
    open_tasks = fields.List(fields.Nested(UserTaskRowSchema))
    timers = fields.List(fields.Nested(WaitingTimerSchema))
    incidents = fields.List(fields.Nested(IncidentSchema))
