"""Operations on process instances: what is asked for, what it would do, what came of it."""

from marshmallow import fields, validate

from api.schemas.base import (
    MOST_CHARACTERS,
    MOST_ROWS,
    NO_NULL_CHARACTER,
    Instant,
    PageSchema,
    StrictBoolean,
    StrictSchema,
    Text,
)
from engine.operations.asking import MOST_INSTANCES, MOST_REASON
from engine.vocabulary import OperationKind

MOST_PREVIEWED = 100
LARGEST_PLACE = 2_147_483_647
MODIFICATIONS = (
    OperationKind.CORRECT_VALUE,
    OperationKind.COMPLETE_STEP,
    OperationKind.SKIP_STEP,
    OperationKind.MOVE_TOKEN,
    OperationKind.GO_BACK,
    OperationKind.REASSIGN,
    OperationKind.RELEASE,
    OperationKind.CHANGE_PARTICIPANT,
)


def _answers() -> fields.Dict:
    return fields.Dict(
        keys=fields.String(validate=[validate.Length(max=MOST_CHARACTERS), NO_NULL_CHARACTER]),
        load_default=dict,
        metadata={"description": "By question of the kind. Times are texts with an offset."},
    )


class WhySchema(StrictSchema):
    """Why an administrator does this; it stays in the operation log."""

    reason = Text(required=True, least=1, most=MOST_REASON)


class NewOperationSchema(StrictSchema):
    """An operation on one or many process instances of one partnership."""

    kind = Text(required=True, metadata={"enum": [kind.value for kind in OperationKind]})
    process_instance_ids = fields.List(
        fields.UUID(), required=True, validate=validate.Length(min=1, max=MOST_INSTANCES)
    )
    answers = _answers()
    reason = Text(
        load_default="",
        most=MOST_REASON,
        metadata={"description": "Needed for everything but a preview."},
    )
    preview = StrictBoolean(
        load_default=False,
        metadata={
            "description": f"Say what it would do, and change nothing; at most {MOST_PREVIEWED} "
            "instances."
        },
    )


class TaskEffectSchema(StrictSchema):
    """A user task that opens or closes."""

    element_id = fields.String(required=True)
    name = fields.String(required=True)
    agency_key = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)


class TimerEffectSchema(StrictSchema):
    """A time limit before and after; null: it does not wait then."""

    element_id = fields.String(required=True)
    name = fields.String(required=True)
    before = fields.AwareDateTime(allow_none=True)
    after = fields.AwareDateTime(allow_none=True)


class NoticeEffectSchema(StrictSchema):
    """A notice that is sent."""

    name = fields.String(required=True)
    groups = fields.List(
        fields.List(fields.String()), metadata={"description": "Role and agency, in words."}
    )


class EffectSchema(StrictSchema):
    """Everything that changes."""

    state_before = fields.String(required=True)
    state_after = fields.String(required=True)
    version_before = fields.Integer(required=True)
    version_after = fields.Integer(required=True)
    opened = fields.List(fields.Nested(TaskEffectSchema))
    closed = fields.List(fields.Nested(TaskEffectSchema))
    timers = fields.List(fields.Nested(TimerEffectSchema))
    notices = fields.List(fields.Nested(NoticeEffectSchema))
    case_ends = fields.Boolean(required=True)


class PreviewSchema(StrictSchema):
    """What would happen to one process instance."""

    process_instance_id = fields.UUID(required=True)
    reference = fields.String(required=True)
    outcome = fields.String(
        required=True, metadata={"description": "What would be done, or why it cannot be."}
    )
    effect = fields.Nested(
        EffectSchema, allow_none=True, metadata={"description": "Null: it cannot be done."}
    )


class OperationRowSchema(StrictSchema):
    """One operation: who did what, why, and how far it has come."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    asked_by_name = fields.String(required=True)
    asked_at = fields.AwareDateTime(required=True)
    reason = fields.String(required=True)
    total = fields.Integer(required=True)
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "How many are `waiting`, `done`, `refused`, `failed`, `undone`."},
    )
    is_finished = fields.Boolean(required=True)


class AskedOperationSchema(StrictSchema):
    """The operation that was begun or, of a preview, what it would do."""

    operation = fields.Nested(OperationRowSchema, allow_none=True)
    previews = fields.List(fields.Nested(PreviewSchema), allow_none=True)


class OperationPageSchema(PageSchema):
    """A page of operations, the newest first."""

    items = fields.List(fields.Nested(OperationRowSchema), attribute="rows")


class OperationItemSchema(StrictSchema):
    """What an operation has done with one process instance."""

    place = fields.Integer(required=True)
    process_instance_id = fields.UUID(required=True)
    reference = fields.String(required=True)
    state = fields.String(required=True)
    outcome = fields.String(required=True)
    done_at = fields.AwareDateTime(allow_none=True)
    can_undo = fields.Boolean(required=True)
    undone_by_name = fields.String(allow_none=True)
    undone_at = fields.AwareDateTime(allow_none=True)
    undone_why = fields.String(allow_none=True)


class OperationSchema(StrictSchema):
    """One operation with a page of its process instances, in the order in which it takes them."""

    operation = fields.Nested(OperationRowSchema, required=True, attribute="row")
    items = fields.List(fields.Nested(OperationItemSchema))


class OperationItemsQuerySchema(StrictSchema):
    """Which of its process instances."""

    after = fields.Integer(
        load_default=0,
        validate=validate.Range(min=0, max=LARGEST_PLACE),
        metadata={"description": "The place of the last one on the page before."},
    )
    limit = fields.Integer(load_default=MOST_ROWS, validate=validate.Range(min=1, max=MOST_ROWS))


class DoneSchema(StrictSchema):
    """What was done with one process instance."""

    operation_id = fields.UUID(required=True)
    outcome = fields.String(required=True)


class SuspensionSchema(WhySchema):
    """Hold a process instance."""

    clock = fields.String(
        load_default="runs_on",
        validate=validate.OneOf(["runs_on", "keeps_remaining"]),
        metadata={"description": "Whether its limits run on, or keep the time that is left."},
    )


class DueTimeSchema(WhySchema):
    """When a time limit ends."""

    due_at = Instant(required=True)


class ModificationSchema(WhySchema):
    """A change of where a process instance stands, what it knows, or who is asked."""

    kind = fields.String(
        required=True, validate=validate.OneOf([kind.value for kind in MODIFICATIONS])
    )
    answers = _answers()
