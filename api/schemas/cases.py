"""Cases, and the messages sent to them."""

from marshmallow import ValidationError, fields, validate, validates_schema

from api.schemas.base import PageQuerySchema, PageSchema, StrictSchema, Text
from api.schemas.user_tasks import DoerSchema, UserTaskRowSchema
from engine.queries.case_filters import ATTENTION, WAITING
from engine.queries.timeline_words import PARTS, STEPS
from engine.vocabulary import Closing, LimitVerdict


class StartCaseSchema(StrictSchema):
    """A new case: by the child's area, or by the procedure's key."""

    area = Text(load_default=None, allow_none=True)
    process_definition_key = Text(load_default=None, allow_none=True)
    agency = Text(
        load_default=None,
        allow_none=True,
        metadata={"description": "The agency that you raise for, when you work for several."},
    )

    after = Text(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "An ended case that you raise again: the two are linked, and nothing is "
            "copied. It needs `area`."
        },
    )

    @validates_schema
    def _require_area_or_procedure(self, data: dict[str, str | None], **_given: object) -> None:
        if not data.get("area") and not data.get("process_definition_key"):
            message = "Say in which area the child lives."
            raise ValidationError(message, "area")
        if data.get("after") and not data.get("area"):
            message = "Say in which area the child lives."
            raise ValidationError(message, "area")


class StartedCaseSchema(StrictSchema):
    """A case that has just begun."""

    reference = fields.String(required=True)
    case_id = fields.UUID(required=True)
    user_task_id = fields.UUID(
        required=True, metadata={"description": "Your task: to write down the difference."}
    )


class ParticipantSchema(StrictSchema):
    """An agency that takes part in a case."""

    agency_key = fields.String(required=True)
    agency_name = fields.String(required=True)
    side = fields.String(required=True)


class RoundSchema(StrictSchema):
    """A step that is open now, and how often it has been."""

    element_id = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True, metadata={"description": "The role that is asked first."})
    number = fields.Integer(required=True, metadata={"description": "1: the first time."})


class CaseRowSchema(StrictSchema):
    """One case in a list."""

    reference = fields.String(required=True)
    procedure = fields.String(required=True)
    area_name = fields.String(required=True)
    stage = fields.String(required=True)
    stage_title = fields.String(required=True)
    started_at = fields.AwareDateTime(required=True)
    raised_at = fields.AwareDateTime(allow_none=True)
    stage_started_at = fields.AwareDateTime(required=True)
    participants = fields.List(fields.Nested(ParticipantSchema))
    is_danger_open = fields.Boolean(required=True)
    is_overdue = fields.Boolean(
        required=True, metadata={"description": "Whether the limit of an open step has passed."}
    )
    due_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "The next time limit of its open steps."}
    )
    rounds = fields.List(fields.Nested(RoundSchema))
    ended_at = fields.AwareDateTime(allow_none=True)
    outcome = fields.String(allow_none=True)
    closed_as = fields.String(
        allow_none=True,
        metadata={"description": "Why it was closed outside its procedure; else null."},
    )


class CaseQuerySchema(PageQuerySchema):
    """Which cases."""

    state = fields.String(load_default=None, validate=validate.OneOf(["open", "ended"]))
    closed_as = fields.String(
        load_default=None,
        validate=validate.OneOf([reason.value for reason in Closing]),
        metadata={"description": "Only cases closed outside their procedure for this reason."},
    )
    reference = Text(load_default="", metadata={"description": "A part of the reference."})
    waiting_for = fields.String(
        load_default=None,
        validate=validate.OneOf(WAITING),
        metadata={"description": "A step waits for your own agencies, or for others alone."},
    )
    attention = fields.String(
        load_default=None,
        validate=validate.OneOf(ATTENTION),
        metadata={"description": "A child in danger, or a time limit that has passed."},
    )
    area = Text(load_default=None, metadata={"description": "The key of the child's area."})
    agency = Text(load_default=None, metadata={"description": "An agency that takes part."})
    stage = Text(load_default=None, metadata={"description": "The stage in which a case is."})


class CasePageSchema(PageSchema):
    """A page of cases, the newest first."""

    items = fields.List(fields.Nested(CaseRowSchema), attribute="rows")
    previous_cursor = fields.String(
        allow_none=True, metadata={"description": "Leads to newer cases; null on the first page."}
    )


class CaseStatusSchema(StrictSchema):
    """Where a case is, with whom, until when."""

    stage_title = fields.String(required=True)
    since = fields.AwareDateTime(required=True)
    waiting_for = fields.List(fields.Nested(DoerSchema))
    until = fields.AwareDateTime(allow_none=True)
    is_overdue = fields.Boolean(required=True)
    is_danger_open = fields.Boolean(required=True)


class CaseLimitSchema(StrictSchema):
    """One time limit that has run in a case."""

    element_id = fields.String(
        required=True, metadata={"description": "The clock in the diagram; each run is a limit."}
    )
    name = fields.String(required=True)
    stage = fields.String(required=True)
    stage_title = fields.String(required=True)
    task_ids = fields.List(fields.UUID(), metadata={"description": "The tasks under it."})
    began_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True)
    met_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "When what it asks for happened."}
    )
    recorded_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "When that was recorded, or the step closed."}
    )
    verdict = fields.String(
        allow_none=True,
        validate=validate.OneOf([verdict.value for verdict in LimitVerdict]),
        metadata={"description": "Null: the step was closed in time, and not done."},
    )
    late_reason = fields.String(allow_none=True)
    late_words = fields.String(allow_none=True)


class ActedPersonSchema(StrictSchema):
    """Somebody who has acted in a case."""

    name = fields.String(required=True)
    roles = fields.List(fields.String())


class ActedAgencySchema(StrictSchema):
    """An agency whose people have acted in a case."""

    agency_key = fields.String(required=True)
    agency_name = fields.String(required=True)
    people = fields.List(fields.Nested(ActedPersonSchema))


class CaseSchema(StrictSchema):
    """One case."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    revision = fields.Integer(required=True)
    process_definition_id = fields.Integer(required=True)
    procedure = fields.String(required=True)
    edition = fields.String(required=True)
    version = fields.Integer(required=True)
    area_key = fields.String(required=True)
    stage = fields.String(required=True)
    status = fields.Nested(CaseStatusSchema, required=True)
    participants = fields.List(fields.Nested(ParticipantSchema))
    open_tasks = fields.List(fields.Nested(UserTaskRowSchema))
    my_task_ids = fields.List(fields.UUID())
    rounds = fields.List(fields.Nested(RoundSchema))
    people = fields.List(
        fields.Nested(ActedAgencySchema),
        metadata={"description": "Who has raised the case or completed a step of it."},
    )
    limits = fields.List(fields.Nested(CaseLimitSchema))
    started_at = fields.AwareDateTime(required=True)
    started_by_name = fields.String(required=True)
    raised_at = fields.AwareDateTime(allow_none=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    outcome = fields.String(allow_none=True)
    closed_as = fields.String(
        allow_none=True,
        metadata={"description": "Why it was closed outside its procedure; else null."},
    )
    outcome_element_id = fields.String(allow_none=True)
    identity_hint = fields.String(
        allow_none=True,
        metadata={"description": "For the agencies of the case alone; erased when it ends."},
    )


class TimelineQuerySchema(StrictSchema):
    """Which part of what happened."""

    about = fields.String(load_default=None, validate=validate.OneOf([STEPS, *PARTS]))


class TimelineEntrySchema(StrictSchema):
    """One thing that happened."""

    number = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    kind = fields.String(required=True)
    sentence = fields.String(required=True)
    person_name = fields.String(allow_none=True)
    agency_name = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)


class TimelineSchema(StrictSchema):
    """What happened in a case, in the order in which it happened."""

    items = fields.List(fields.Nested(TimelineEntrySchema))


class MessageSchema(StrictSchema):
    """A message to a case."""

    name = Text(required=True, least=1, metadata={"description": "For example `ImmediateDanger`."})
    payload = fields.Dict(keys=fields.String(), load_default=None, allow_none=True)


class SentMessageSchema(StrictSchema):
    """What a message has opened."""

    user_task_ids = fields.List(fields.UUID())
