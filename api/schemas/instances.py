"""Process instances and incidents, for administrators."""

from marshmallow import fields, validate

from api.schemas.base import PageQuerySchema, PageSchema, StrictSchema, Text
from api.schemas.user_tasks import UserTaskRowSchema
from engine.queries.instance_filters import MOST_DAYS

LARGEST_ID = 2_147_483_647


class InstanceQuerySchema(PageQuerySchema):
    """Which process instances; what is left out narrows nothing."""

    state = fields.String(
        load_default=None,
        validate=validate.OneOf(["open", "active", "suspended", "ended"]),
        metadata={"description": "`open` is what has not ended: active or suspended."},
    )
    process_definition_key = Text(
        load_default="", metadata={"description": "A procedure, in all its versions."}
    )
    process_definition_id = fields.Integer(
        load_default=None, validate=validate.Range(min=1, max=LARGEST_ID)
    )
    element_id = Text(
        load_default="",
        metadata={
            "description": "An element at which a user task is open, a timer waits or an incident "
            "is open."
        },
    )
    agency_key = Text(
        load_default="", metadata={"description": "An agency that takes part in the case."}
    )
    older_than_days = fields.Integer(
        load_default=None,
        validate=validate.Range(min=0, max=MOST_DAYS),
        metadata={"description": "Started longer ago than so many times 24 hours."},
    )
    newer_than_days = fields.Integer(
        load_default=None, validate=validate.Range(min=0, max=MOST_DAYS)
    )
    is_overdue = fields.Boolean(
        load_default=False,
        truthy={"true"},
        falsy={"false"},
        metadata={"description": "The time limit of an open user task has passed."},
    )
    has_incident = fields.Boolean(load_default=False, truthy={"true"}, falsy={"false"})
    reference = Text(
        load_default="",
        metadata={"description": "The reference of the case, or the number at its end."},
    )


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


class InstancePlaceSchema(StrictSchema):
    """An element at which an instance stands."""

    element_id = fields.String(required=True)
    name = fields.String(required=True)
    count = fields.Integer(
        required=True, metadata={"description": "How many user tasks are open there."}
    )
    due_at = fields.AwareDateTime(allow_none=True, metadata={"description": "The first limit."})
    is_overdue = fields.Boolean(required=True)


class ListedInstanceSchema(InstanceRowSchema):
    """One process instance in a list, with where it stands."""

    places = fields.List(
        fields.Nested(InstancePlaceSchema),
        metadata={
            "description": "Open user tasks and events in the flow that are waited for in time; "
            "what is due first comes first."
        },
    )


class InstancePageSchema(PageSchema):
    """A page of process instances, the newest first."""

    items = fields.List(fields.Nested(ListedInstanceSchema), attribute="rows")
    count = fields.Integer(
        allow_none=True,
        metadata={
            "description": "How many fit, on the first page; 1,001 for more than a thousand. "
            "Otherwise null."
        },
    )
    is_cut_off = fields.Boolean(
        metadata={
            "description": "Not all was looked through: more may fit, and the next page goes on "
            "there."
        }
    )


class ElementCountSchema(StrictSchema):
    """What is open at one element of a version."""

    element_id = fields.String(
        required=True, metadata={"description": "Empty for incidents that name no element."}
    )
    name = fields.String(required=True)
    type = fields.String(required=True, metadata={"description": "BPMN's name of the element."})
    tokens = fields.Integer(
        required=True,
        metadata={"description": "Open user tasks, or instances that wait for an event."},
    )
    overdue = fields.Integer(required=True)
    incidents = fields.Integer(required=True)
    timers = fields.Integer(required=True)
    next_due_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "When the first of the timers is due."}
    )


class ElementCountsSchema(StrictSchema):
    """What has not ended of one version, by element, in the diagram's order."""

    items = fields.List(fields.Nested(ElementCountSchema))


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
